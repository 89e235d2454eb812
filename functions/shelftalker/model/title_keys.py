"""Keys by which titles and names are compared: normalised, whole and shortened, their trigrams and first words."""

import re
import unicodedata
from typing import NamedTuple

# Up to one pair of brackets inside another: "Hogfather (Discworld Novels (Paperback))".
BRACKETED = re.compile(r"\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\]")


class TitleKeyRules(NamedTuple):
    """Rules that make keys of titles. A change of any of them needs a new build of the model.

    Attributes:
        short_title: Length in letters up to which a title is also indexed without each of its letters: a typo in it
            leaves no trigram whole.
        articles: English articles with the space after them; they are removed from the front of a key.
        inverted_article: A title with its article at the end: "Hobbit, The".
        subtitle: Marks between a title and its subtitle.
        initials: A letter by itself before another one: "j r r tolkien".
        apostrophes: The apostrophes outside ASCII.
    """

    short_title: int = 7
    articles: tuple[str, ...] = ("the ", "a ", "an ")
    inverted_article: re.Pattern[str] = re.compile(r"^(.*), (the|a|an)$", re.IGNORECASE)
    subtitle: re.Pattern[str] = re.compile(r"\s*:\s|:\s*|\s+[-\u2013\u2014]+\s+|\s*;\s+")
    initials: re.Pattern[str] = re.compile(r"\b(\w) (?=\w\b)")
    apostrophes: re.Pattern[str] = re.compile("[\u2018\u2019\u02bc\u00b4]")


TITLE_KEYS = TitleKeyRules()

# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_ASCII |= {ord("'"): "", ord("`"): "", ord("&"): " and "}

# So many letters may be initials that are written together: "jr" is the beginning of "jrr tolkien".
_MOST_INITIALS = 3


def normalise_title(title: str) -> str:
    """Return the key by which a title is compared.

    Unicode NFKC, case folded, without accents, apostrophes and leading article; other punctuation separates words,
    "&" is "and", and initials are written together ("J. R. R." is "jrr"). A title of punctuation alone stays as it is.
    """
    inverted = TITLE_KEYS.inverted_article.match(title) if "," in title else None
    words = words_of(f"{inverted[2]} {inverted[1]}" if inverted else title)
    if words.startswith(TITLE_KEYS.articles):
        return words.partition(" ")[2]
    return words or unicodedata.normalize("NFKC", title).casefold().strip()


def whole_titles(title: str) -> list[str]:
    """Return the keys of a whole title: as it is, and without the text in brackets (a series, an edition)."""
    key = normalise_title(title)
    if "(" not in title and "[" not in title:
        return [key]
    return list(dict.fromkeys([key, normalise_title(_without_brackets(title))]))


def shortened_title(title: str) -> str:
    """Return the key of a title without brackets and subtitle."""
    bare = _without_brackets(title)
    head = TITLE_KEYS.subtitle.split(bare, maxsplit=1)[0]
    return normalise_title(head if head.strip() else bare)


def has_subtitle(title: str) -> bool:
    """Test if a mark as between a title and its subtitle stands in a title."""
    # Most titles have none of these characters: looking for them takes a fifteenth of the pattern's time.
    may_have = ":" in title or ";" in title or "-" in title or "\u2013" in title or "\u2014" in title
    return may_have and TITLE_KEYS.subtitle.search(title) is not None


def indexed_words(key: str) -> str:
    """Return the words under which a key is indexed: itself and, if short, itself without each of its letters.

    So two short titles one edit apart have one of these in common, as in Garbe's SymSpell.
    """
    if len(key) > TITLE_KEYS.short_title:
        return key
    return "  ".join([key, *dict.fromkeys(key[:position] + key[position + 1 :] for position in range(len(key)))])


def trigrams(words: str) -> list[str]:
    """Return the distinct trigrams of normalised words in order, padded so that their start and end count."""
    padded = f" {words} "
    return list(dict.fromkeys(padded[start : start + 3] for start in range(len(padded) - 2)))


def words_of(text: str) -> str:
    """Return a text in lower-case words with one space between, without accents and punctuation, initials together."""
    if text.isascii():
        words = text.translate(_ASCII)
    else:
        folded = TITLE_KEYS.apostrophes.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_LETTERS)
        words = "".join(map(_letter, unicodedata.normalize("NFD", folded)))
        words = unicodedata.normalize("NFC", words)
    separate = words.split()
    joined = " ".join(separate)
    # Looking at the lengths first is three times as fast, and titles are normalised by the hundred for one query.
    return TITLE_KEYS.initials.sub(r"\1", joined) if 1 in map(len, separate) else joined


def title_beginnings(key: str) -> list[str]:
    """Return the beginnings of a normalised title that are looked up: its first word, and its first two."""
    words = key.split(" ", 2)
    return [words[0], " ".join(words[:2])] if len(words) > 1 else words


def beginning_to_compare(beginning: str) -> str:
    """Return what is looked up of the first words of a possible title; '' where any title may begin with them.

    Titles that begin with them begin with this. Initials are left out, as a title may have more of them, and so is
    what is written without spaces: words of such scripts go on in a longer title.
    """
    words = beginning.split(" ", 2)[:2]
    if len(words) > 1 and len(words[1]) == 1:
        del words[1]
    if len(words) == 1 and len(words[0]) <= _MOST_INITIALS:
        return ""
    return "" if any(_is_without_case(word) for word in words) else " ".join(words)


def _letter(character: str) -> str:
    """Return the form in a key of a character of decomposed text."""
    # Accents go in European scripts only: elsewhere marks are part of the letter (Japanese "ga" is "ka" and a mark).
    if character in "'`" or "\u0300" <= character <= "\u036f":
        return ""
    if character == "&":
        return " and "
    return character if unicodedata.category(character)[0] in "LNM" else " "


def _without_brackets(title: str) -> str:
    """Return a title without the text in brackets; the whole title if there is no other text."""
    if "(" not in title and "[" not in title:
        return title
    return BRACKETED.sub(" ", title).strip() or title


def _is_without_case(word: str) -> bool:
    return not word.isascii() and any(letter.isalpha() and letter.lower() == letter.upper() for letter in word)
