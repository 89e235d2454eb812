"""The keys that titles and names are compared by: normalised, whole and shortened, and their trigrams."""

import re
import unicodedata

# A typo in a short title leaves no trigram whole: these are also found by what is left when a letter goes.
SHORT_TITLE = 7
ARTICLES = ("the ", "a ", "an ")
_INVERTED_ARTICLE = re.compile(r"^(.*), (the|a|an)$", re.IGNORECASE)
# Up to one pair of brackets inside another: "Hogfather (Discworld Novels (Paperback))".
BRACKETED = re.compile(r"\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\]")
_SUBTITLE = re.compile(r"\s*:\s|:\s*|\s+[-\u2013\u2014]+\s+|\s*;\s+")
_INITIALS = re.compile(r"\b(\w) (?=\w\b)")
# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_ASCII = {code: " " if not chr(code).isalnum() else chr(code).lower() for code in range(128)}
_ASCII |= {ord("'"): "", ord("`"): "", ord("&"): " and "}
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4]")


def normalise_title(title: str) -> str:
    """The key by which a title is compared.

    Unicode NFKC, case folded, without accents, apostrophes and leading article; other punctuation separates words,
    "&" is "and", and initials are written together ("J. R. R." is "jrr"). A title of punctuation alone stays as it is.
    """
    inverted = _INVERTED_ARTICLE.match(title) if "," in title else None
    words = words_of(f"{inverted[2]} {inverted[1]}" if inverted else title)
    for article in ARTICLES:
        if words.startswith(article):
            return words[len(article) :]
    return words or unicodedata.normalize("NFKC", title).casefold().strip()


def whole_titles(title: str) -> list[str]:
    """The keys of a whole title: as it stands, and without what is in brackets (a series, an edition)."""
    bare = _without_brackets(title)
    if bare == title:
        return [normalise_title(title)]
    return list(dict.fromkeys([normalise_title(title), normalise_title(bare)]))


def shortened_title(title: str) -> str:
    """The key of a title without brackets and subtitle."""
    bare = _without_brackets(title)
    head = _SUBTITLE.split(bare, maxsplit=1)[0]
    return normalise_title(head if head.strip() else bare)


def indexed_words(key: str) -> str:
    """What a normalised title is found by: itself and, where it is short, itself without each of its letters.

    So two short titles one edit apart have one of these in common, as in Garbe's SymSpell.
    """
    if len(key) > SHORT_TITLE:
        return key
    return "  ".join([key, *dict.fromkeys(key[:place] + key[place + 1 :] for place in range(len(key)))])


def trigrams(words: str) -> list[str]:
    """The distinct trigrams of normalised words, padded so that beginnings and ends count, in order."""
    padded = f" {words} "
    return list(dict.fromkeys(padded[start : start + 3] for start in range(len(padded) - 2)))


def words_of(text: str) -> str:
    """Lower-case words with one space between, without accents and punctuation, initials written together."""
    if text.isascii():
        words = text.translate(_ASCII)
    else:
        folded = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_LETTERS)
        words = "".join(map(_letter, unicodedata.normalize("NFD", folded)))
        words = unicodedata.normalize("NFC", words)
    separate = words.split()
    joined = " ".join(separate)
    # Looking at the lengths first is three times as fast, and titles are normalised by the hundred for one query.
    return _INITIALS.sub(r"\1", joined) if 1 in map(len, separate) else joined


def _letter(character: str) -> str:
    """What a character of decomposed text counts as in a key."""
    # Accents go in European scripts only: elsewhere marks are part of the letter (Japanese "ga" is "ka" and a mark).
    if character in "'`" or "\u0300" <= character <= "\u036f":
        return ""
    if character == "&":
        return " and "
    return character if unicodedata.category(character)[0] in "LNM" else " "


def _without_brackets(title: str) -> str:
    """A title without what is in brackets; whole where there is nothing else."""
    if "(" not in title and "[" not in title:
        return title
    return BRACKETED.sub(" ", title).strip() or title
