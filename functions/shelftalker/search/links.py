"""ISBNs and links in a text: what an address itself says of a book.

An address is read as text and never requested: its ISBN, in the path or in the query, else the words of its path and
of the search that it repeats. An address in an address, as mail filters and search engines write them, is read too.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote, unquote_plus

from shelftalker.model.isbn import isbn_of
from shelftalker.search.site_words import SITE_WORDS


class LinkConfig(NamedTuple):
    """Numbers of the reading of links. Lengths are in characters.

    Attributes:
        longest_text: Length at which a text is cut, which is what Slack takes in a message.
        links: Number of links that are read in a text; any further are dropped.
        longest_address: Length at which an address is cut, which is what browsers and Slack take.
        longest_label: The same of a link's label.
        parts: Number of parts of a path, and of parameters, that are read.
        words: Number of words that are read in a part of a path.
        depth: Number of addresses, each in the one before.
        digits_of_leading_number: Digits from which the number before a slug's words is the site's own: "20000 Leagues"
            begins with five.
        digits_of_other_number: The same anywhere else in a slug: "Fahrenheit 451" has three, a year four.
        digits_of_code: Digits from which letters and digits in one word are an id: "OL893415W".
        shortest_code: Length from which a word of letters and digits is an id where nothing stands beside it.
    """

    longest_text: int = 40_000
    links: int = 20
    longest_address: int = 2048
    longest_label: int = 300
    parts: int = 24
    words: int = 24
    depth: int = 3
    digits_of_leading_number: int = 6
    digits_of_other_number: int = 5
    digits_of_code: int = 3
    shortest_code: int = 6


class Link(NamedTuple):
    """A link.

    Attributes:
        isbns: The ISBNs in it, as `isbn_of` writes them: those of a parameter first.
        titles: Texts that may be a title, with or without its author and other words: the label, the words of each
            part of the path, then those of a search.
        is_of_books: The address is that of a bookshop, a library or a reading site, or says that it is a book's.
    """

    isbns: tuple[str, ...]
    titles: tuple[str, ...]
    is_of_books: bool


class LinkText(NamedTuple):
    """A text with ISBNs and links, read.

    Attributes:
        isbns: The ISBNs in the text and in its links, as `isbn_of` writes them.
        titles: The titles of all links.
        text: The text that remains without them, in single spaces.
        links: The links, in the order of the text.
    """

    isbns: tuple[str, ...]
    titles: tuple[str, ...]
    text: str
    links: tuple[Link, ...]


LINKS = LinkConfig()

_LINK = re.compile(
    r"<(?P<slack>(?:https?://|www\.)[^<>|\s]+)(?:\|(?P<label>[^<>]*))?>"
    r"|(?P<bare>(?:https?://|(?<![\w.@-])www\.)[^\s<>\"|]+"
    # An address without a scheme, as browsers show it: "amazon.com/dp/0441172717".
    r"|(?<![\w.@:/-])(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12}/[^\s<>\"|]+)",
    re.IGNORECASE,
)
_AROUND_ADDRESS = ".,;:!?'\"\u2019\u201d\u00bb*_~"
_SCHEME = re.compile(r"[a-z]{2,10}://", re.IGNORECASE)
_NESTED = re.compile(r"https?://", re.IGNORECASE)
_DASH = r"[-\u2010-\u2015]"
_SPACE = r"[-.\s\u2010-\u2015]"
_ISBN_IN_TEXT = re.compile(
    rf"(?<!\w)(?<!\d-)(?:isbn(?:{_SPACE}?1[03])?\s{{0,3}}:?\s{{0,3}})?"
    # As under a bar code too: "9 780441 172719".
    rf"((?:9{_SPACE}?7[89]{_SPACE}?)?\d(?:{_SPACE}?\d){{8}}{_SPACE}?[\dx])(?!{_DASH}?\w)",
    re.IGNORECASE,
)
_ISBN_13_IN_ADDRESS = re.compile(rf"(?<!\d)97[89](?:{_DASH}?\d){{10}}(?!\d)")
_ISBN_10_IN_ADDRESS = re.compile(
    rf"(?<![^\W_])(?:isbn:?|m0)?(\d(?:{_DASH}?\d){{8}}{_DASH}?[\dx])(?![^\W_])", re.IGNORECASE
)
_FILE_TYPE = re.compile(r"\.(?:html?|php|aspx?|jsp|cfm|do|epub|pdf|jpe?g|png)$", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^()]{0,80}\)")
_OF_BOOK = re.compile(r"\([^()]{0,60}\b(?:book|novel|novela|roman|novella)\)", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,5}[a-z]{2,12}", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
# The Internet Archive's: "fallonyourknees0000macd".
_ARCHIVE_ID = re.compile(r"(?<=[a-z])0\d{3}[a-z]{2,6}$")
# The field and the comparison of a library's search: "any,contains,dune".
_FIELD = re.compile(r"^(?:any|title|creator|isbn|sub),(?:contains|exact|begins_with),", re.IGNORECASE)
_NO_WORDS = re.compile(r"[^\w'\u2019&]+|_+")
# "234225.Dune", "44767458-dune": Goodreads' ids, of which the latter are long.
_ID_BEFORE_TITLE = re.compile(r"^(?:\d{1,12}\.|\d{6,12}-)(?=[^\W_])")


def words_of_links(text: str) -> LinkText:
    """Return the ISBNs of a text, and what its links say; no address is requested.

    Args:
        text: As it was typed, or a message's mrkdwn: links may have Slack's form `<address|label>`.
    """
    links: list[Link] = []

    def read(match: re.Match[str]) -> str:
        address = match["slack"] or _without_marks(match["bare"][: LINKS.longest_address])
        if len(links) < LINKS.links:
            links.append(read_link(address, match["label"] or ""))
        return " "

    text = text[: LINKS.longest_text]
    without_links = _LINK.sub(read, text) if "/" in text or "www." in text else text
    isbns: dict[str, None] = {}

    def keep(match: re.Match[str]) -> str:
        isbn = isbn_of("".join(filter(str.isalnum, unicodedata.normalize("NFKC", match[1]))))
        if isbn is None:
            return match[0]
        isbns[isbn] = None
        return " "

    remaining = _ISBN_IN_TEXT.sub(keep, without_links)
    isbns.update(dict.fromkeys(isbn for link in links for isbn in link.isbns))
    titles = dict.fromkeys(title for link in links for title in link.titles)
    return LinkText(tuple(isbns), tuple(titles), " ".join(remaining.split()), tuple(links))


def read_link(address: str, label: str = "") -> Link:
    """Return what an address and its label say.

    Args:
        address: With or without its scheme; `&` may be escaped as Slack escapes it.
        label: The text that is shown in its place, or an empty string.
    """
    link = _read_address(address.replace("&amp;", "&")[: LINKS.longest_address], LINKS.depth)
    label = " ".join(label.replace("&amp;", "&")[: LINKS.longest_label].split())
    if not label or _SCHEME.match(label) or _HOST.match(label):
        return link
    labelled = words_of_links(label) if any(map(str.isdigit, label)) else None
    isbns = dict.fromkeys([*link.isbns, *(labelled.isbns if labelled else ())])
    titles = dict.fromkeys([labelled.text if labelled else label, *link.titles])
    return Link(tuple(isbns), tuple(filter(None, titles)), link.is_of_books)


def _read_address(address: str, depth: int) -> Link:
    """Return what an address says, and the addresses in its parameters up to a depth."""
    scheme = _SCHEME.match(address)
    before_fragment, _, fragment = address[scheme.end() if scheme else 0 :].partition("#")
    place, _, query = before_fragment.partition("?")
    authority, _, path = place.partition("/")
    host = authority.rpartition("@")[2].partition(":")[0].casefold().removeprefix("www.")
    parts = [unquote(part) for part in path.split("/") if part][: LINKS.parts]
    parameters = [
        (key.casefold(), unquote_plus(value))
        for key, _, value in (parameter.partition("=") for parameter in query.split("&")[: LINKS.parts])
    ]
    nested = [_read_address(value, depth - 1) for _, value in parameters if depth > 1 and _NESTED.match(value)]
    isbns = dict.fromkeys(
        [*_isbns_of_parameters(parameters), *_isbns_of_path([*parts, *unquote(fragment).split("/")[: LINKS.parts]])]
    )
    isbns.update(dict.fromkeys(isbn for link in nested for isbn in link.isbns))
    titles = dict.fromkeys([
        *(_titles_of_path(parts) if host not in SITE_WORDS.short_links else ()),
        *(" ".join(_FIELD.sub("", value).split()) for key, value in parameters if _is_search(key, value)),
        *(title for link in nested for title in link.titles),
    ])  # fmt: skip
    is_of_books = (
        any(site in host for site in SITE_WORDS.book_hosts)
        or any(part.casefold() in SITE_WORDS.book_paths or _OF_BOOK.search(part.replace("_", " ")) for part in parts)
        or any(link.is_of_books for link in nested)
    )
    return Link(tuple(isbns), tuple(titles), is_of_books)


def _isbns_of_parameters(parameters: Sequence[tuple[str, str]]) -> Iterator[str]:
    for key, value in parameters:
        if key in SITE_WORDS.isbns or key in SITE_WORDS.searches:
            yield from _isbns_in(value)
        elif not _NESTED.match(value):
            yield from _isbns_in(value, of_ten=False)


def _isbns_of_path(parts: Sequence[str]) -> Iterator[str]:
    for before, part in zip(["", *parts], parts, strict=False):
        yield from _isbns_in(part, of_ten=before.casefold() not in SITE_WORDS.numbered)


def _isbns_in(text: str, *, of_ten: bool = True) -> Iterator[str]:
    """Yield the ISBNs in a part of an address: one of thirteen digits may have letters beside it, "EAN978..."."""
    written = [match[0] for match in _ISBN_13_IN_ADDRESS.finditer(text)]
    if of_ten:
        written += [match[1] for match in _ISBN_10_IN_ADDRESS.finditer(text)]
    yield from filter(None, map(isbn_of, written))


def _titles_of_path(parts: Sequence[str]) -> Iterator[str]:
    """Yield the words of each part of a path that has words of its own."""
    for before, part in zip(["", *parts], parts, strict=False):
        if (
            _FILE_TYPE.sub("", part).casefold() in SITE_WORDS.path
            or "=" in part
            or (_HOST.fullmatch(part) and part != parts[-1])
        ):
            continue
        words = " ".join(_words_of_slug(part))
        is_named = (
            before.casefold() in SITE_WORDS.before_title or _is_code(before) or bool(_ID_BEFORE_TITLE.match(part))
        )
        # After the slug of an author's name a year is a title, "george-orwell/1984"; elsewhere it is a date.
        is_after_slug = part is parts[-1] and len(words) == 4 and "-" in before
        if any(map(str.isalpha, words)) or (words and (is_named or is_after_slug)):
            yield words


def _words_of_slug(part: str) -> list[str]:
    """Return the words of a decoded part of a path, without the site's numbers, ids and formats."""
    slug = _ID_BEFORE_TITLE.sub("", _UUID.sub("", _ARCHIVE_ID.sub("", _FILE_TYPE.sub("", part))))
    words = [word for word in _NO_WORDS.split(_BRACKETED.sub(" ", slug) if "(" in slug else slug) if word]
    words = words[: LINKS.words]
    if len(words) == 1 and _is_code(words[0]):
        return []
    kept = [
        word
        for position, word in enumerate(words)
        if not _is_number_of_site(word, is_first=position == 0) and not _is_code(word)
    ]
    while len(kept) > 1 and kept[0].casefold() in SITE_WORDS.first:
        kept = kept[1:]
    while len(kept) > 1 and kept[-1].casefold() in SITE_WORDS.last:
        kept = kept[:-1]
    return kept


def _is_number_of_site(word: str, *, is_first: bool) -> bool:
    return word.isdigit() and len(word) >= (
        LINKS.digits_of_leading_number if is_first else LINKS.digits_of_other_number
    )


def _is_code(word: str) -> bool:
    """Test if a word is an id: letters with several digits, as in "OL893415W"."""
    digits = sum(map(str.isdigit, word))
    return digits >= LINKS.digits_of_code and LINKS.shortest_code <= len(word) > digits and word.isascii()


def _is_search(key: str, value: str) -> bool:
    """Test if a parameter has words that were searched for, or a year that is a title: "2666"."""
    if key not in SITE_WORDS.searches or _NESTED.match(value):
        return False
    return any(map(str.isalpha, value)) or (len(value) == 4 and value.isdigit())


def _without_marks(address: str) -> str:
    """Return an address in prose without the marks after it, and without a bracket that it does not open."""
    while address and (
        address[-1] in _AROUND_ADDRESS
        or (address[-1] in ")]}" and address.count(address[-1]) > address.count("([{"[")]}".index(address[-1])]))
    ):
        address = address[:-1]
    return address
