"""What a title says of the edition at hand rather than of the book: "Large Print", "Movie Tie-In", "Signet Classics".

Catalogues write such notes in brackets, after a colon, or run them into the title. Some words in the same places name
another book, though - a workbook, a boxed set, a comic of the novel - and those are told apart here too.
"""

import re

from shelftalker.model.title_keys import BRACKETED

_WHICH_EDITION = (
    r"(?:(?:\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|fiftieth|anniversary|new|newly|"
    r"revised|updated|expanded|enlarged|special|limited|deluxe|collector'?s|illustrated|read[- ]along|student|gift|"
    r"school|library|movie|film|definitive|complete|original|classic|annotated|critical|bilingual|international|"
    r"large[- ]print|paperback|hardcover|unabridged|abridged|uk|us|british|american|canadian|mexican|spanish|french|"
    r"german|italian|dutch|portuguese|english|and|&|the|a),?\s+)*"
)
_MEDIUM = (
    r"large[- ](?:print|type)|mass[- ]market|paperback|paper|hardcover|hardback|hardbound|trade paper|audio ?books?|"
    r"audio(?: cassettes?| cds?)?|(?:audio ?)?cassettes?|mp3|promotion(?:al)?|promo|rack|rpkg|un ?abridged|abridged|"
    r"uncut|complete (?:and|&) (?:unabridged|uncut|unexpurgated)|(?:the )?complete text|"
    r"(?:(?:movie|film|tv|media) )?tie[- ]?in|sonderausgabe|taschenbuch|gekürzt|ungekürzt"
)
# At the end of a title that nothing separates from it: "Evening Class Uk Edition", "Congo -Canc".
_TRAILING = re.compile(
    rf"(?<=\w)(?:[\s,.!?/-]+(?:{_WHICH_EDITION}(?:edition|ed\.?)(?:\s+uk)?|uk|(?:movie|film|tv) tie[- ]?in|"
    rf"{_MEDIUM.replace('|paper|', '|').replace('|rack|', '|').replace('|uncut|', '|')}|"
    r"a new (?:unabridged )?translation)|\s*-\s*(?:canc|nla|pa|om|op|prepack))\W*$",
    re.IGNORECASE,
)
_ONLY_WHICH_EDITION = re.compile(_WHICH_EDITION, re.IGNORECASE)
# Looked for first, as most titles end in none of these.
_LAST_WORDS = frozenset([
    "edition", "ed", "uk", "in", "print", "type", "market", "paperback", "hardcover", "hardback", "hardbound", "paper",
    "book", "books", "audiobook", "audiobooks", "audio", "cassette", "cassettes", "cd", "cds", "mp3", "promotion",
    "promotional", "promo", "rpkg", "abridged", "unabridged", "uncut", "unexpurgated", "text", "sonderausgabe",
    "taschenbuch", "gekürzt", "ungekürzt", "translation", "canc", "nla", "pa", "om", "op", "prepack",
])  # fmt: skip
# A part of a title, after a colon or in brackets, that says nothing of which book it is.
_NOTE = re.compile(
    rf"(?:the |a |an )?(?:{_MEDIUM})(?: .*)?|.*\bediti?on\b.*|(?:the )?\d+(?:st|nd|rd|th) anniversary|"
    r".*\b(?:\d+(?:st|nd|rd|th)|rev) ed\b.*|"
    r"(?:with|including|featuring|mit|avec)\b.*\b(?:introduction|foreword|preface|afterword|appendix|postscript|"
    r"memoir|notes|illustrations|diary|glossary|essays?|einem|une)\b.*|"
    r"(?:an? |the )?(?:authoritative|corrected|definitive|restored|original|complete) (?:\w+ )?(?:text|novel)\b.*|"
    r"complete and (?:unabridged|uncut|unexpurgated)\b.*|complete|now (?:a|in|an)\b.*|.*\btag\b.*\bauthor of\b.*|"
    r"(?:from )?(?:the )?(?:bestselling )?author of\b.*|.*\bbestseller\b.*|new fiction|.*\bpulitzer prize\b.*",
    re.IGNORECASE,
)
# The kind of book, which tells it from no other by the same author: "A Stephanie Plum Novel", "Ein Roman".
_GENRE = re.compile(
    r"(?:an? |the |ein |eine |un |une |uma? )?(?:[\w'’&/.-]+ ){0,4}?(?:novel|novella|memoir|mystery|thriller|romance|"
    r"roman|romanzo|novela|récit|krimi|kriminalroman|erzählung(?:en)?|[\w-]+roman)"
    r"(?: (?:of|about|from|in|with|based on|von|über|zum)\b.*)?(?:, an?)?(?: tag)?|(?:short )?stories|essays|poems",
    re.IGNORECASE,
)
_OTHER_KINDS = {
    "comic": re.compile(r"\b(?:graphic novel|comics?|manga)\b", re.IGNORECASE),
    "guide": re.compile(
        r"\b(?:(?:study|reader'?s|reading group|teacher'?s|strategy|reading|player'?s) guide|"
        r"(?:cliffs?|spark|max|monarch|york|pink monkey|barron'?s book) ?notes|companion|lesson plans?)\b",
        re.IGNORECASE,
    ),
    "set": re.compile(
        r"\b(?:box(?:ed)? ?sets?|slipcase|omnibus|sammelband|gesamtausgabe|"
        r"(?:complete|three|two|four|five) (?:complete )?novels|"
        r"\d+ (?:books|novels|volumes) in (?:1|one)|an? (?:trilogy|quartet)\b.*\bparts)\b|"
        r"(?:#|\b(?:books|volumes|vols\.?|bks\.?|numbers|nos\.?)) ?\d+ ?(?:-|–|&|and|to|through) ?#?\d+",
        re.IGNORECASE,
    ),
    "excerpt": re.compile(r"\b(?:free preview|sampler|excerpts?|teaser)\b", re.IGNORECASE),
    "adaptation": re.compile(
        r"(?:^|: )for (?:teens?|kids|children|young (?:readers|people|adults)|beginners|dummies)\b|\bretold\b",
        re.IGNORECASE,
    ),
    "workbook": re.compile(
        r"\b(?:work ?book|cook ?book|postcards?|calendar|colou?ring book|activity book|sticker book|screenplay)\b",
        re.IGNORECASE,
    ),
}


def is_edition_note(part: str) -> bool:
    """Whether a part of a title speaks of the edition: "Large Print", "With an Introduction by ..."."""
    return _NOTE.fullmatch(part.strip(" .,")) is not None


def is_genre(part: str) -> bool:
    """Whether a part of a title only says what kind of book it is: "A Novel", "A Novel of Suspense", "Roman"."""
    return _GENRE.fullmatch(part.strip(" .,!")) is not None


def without_trailing_notes(part: str) -> str:
    """A title, or a part of one, without the edition notes run into its end: "Evening Class Uk Edition"."""
    while _last_word(part) in _LAST_WORDS and (note := _TRAILING.search(part)):
        bare = part[: note.start()]
        if _ONLY_WHICH_EDITION.fullmatch(f"{bare} "):
            break
        part = bare
    return part


def other_kinds(text: str) -> frozenset[str]:
    """What makes this another book than the one of the same name: a comic, a guide, a set of several books, ..."""
    return frozenset(kind for kind, words in _OTHER_KINDS.items() if words.search(text))


def bracketed_parts(title: str) -> list[str]:
    """What stands in brackets, without them."""
    return [part[1:-1].strip() for part in BRACKETED.findall(title)]


def _last_word(part: str) -> str:
    return part.rstrip(" .,!?)").rpartition(" ")[2].rpartition("-")[2].lower()
