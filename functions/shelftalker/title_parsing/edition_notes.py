"""Notes in titles that name the edition rather than the book: "Large Print", "Movie Tie-In", "Signet Classics".

Catalogues write such notes in brackets, after a colon, or run them into the title. Some words in the same places name
another book, though - a workbook, a boxed set, a comic of the novel - and those are recognised here too.
"""

import re
from dataclasses import dataclass

from shelftalker.model.title_keys import BRACKETED


@dataclass(frozen=True, slots=True)
class EditionNotePatterns:
    """Words and patterns of edition notes, found in the titles of Book-Crossing and goodbooks-10k.

    Attributes:
        edition_words: Words before "edition", as many as there are, as a regular expression.
        media: Names of bindings, prints and recordings, as a regular expression.
        languages: Languages of editions after a hyphen or a slash, as a regular expression: "American Psycho- Spanish",
            but not the dictionary "English/Spanish".
        trailing_note: A note at the end of a title that nothing separates from it: "Evening Class Uk Edition",
            "Congo -Canc", "Falling Leaves Brit".
        edition_words_only: A text of nothing but words before "edition".
        last_words: Last words of `trailing_note`, looked up before the pattern is tried, as most titles end in none.
        note: A part of a title, after a colon or in brackets, that does not identify the book.
        genre: The kind of book, which distinguishes it from no other by the same author: "A Stephanie Plum Novel",
            "Ein Roman".
        other_kinds: Kinds of books that are another book than the one of the same name, each with its words.
    """

    edition_words: str = (
        r"(?:(?:\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|"
        r"ninth|tenth|twentieth|fiftieth|anniversary|new|newly|"
        r"revised|updated|expanded|enlarged|special|limited|deluxe|collector'?s|illustrated|read[- ]along|student|"
        r"gift|school|library|leather|commemorative|movie|film|definitive|complete|original|classic|annotated|critical|bilingual|international|"
        r"large[- ]print|paperback|hardcover|unabridged|abridged|uk|us|british|american|canadian|mexican|spanish|"
        r"french|german|italian|dutch|portuguese|english|and|&|the|a),?\s+)*"
    )
    media: str = (
        r"large[- ](?:print|type)|mass[- ]market|paperback|paper|hardcover|hardback|hardbound|trade paper|"
        r"audio ?books?|audio(?: cassettes?| cds?)?|(?:audio ?)?cassettes?|mp3|promotion(?:al)?|promo|rack|rpkg|"
        r"un ?abridged|abridged|uncut|complete (?:and|&) (?:unabridged|uncut|unexpurgated)|(?:the )?complete text|"
        r"(?:(?:movie|film|tv|media) )?tie[- ]?in|sonderausgabe|taschenbuch|filmbuch|gekürzt|ungekürzt"
    )
    languages: str = r"brit(?:ish)?"
    trailing_note: re.Pattern[str] = re.compile(
        rf"(?<=\w)(?:[\s,.!?/-]+(?:{edition_words}(?:edition|ed\.?)(?:\s+uk)?|uk|(?:movie|film|tv) tie[- ]?in|"
        rf"{media.replace('|paper|', '|').replace('|rack|', '|').replace('|uncut|', '|')}|"
        r"\d(?:st|nd|rd|th)?ed|board book|commemorative|a new (?:unabridged )?translation|brit|italn|m/tv|mti|tpb|"
        r"pbk|tr)|"
        r"\s*-\s*(?:canc|nla|pa|om|op|prepack|t\.? ?d\.?|bolsillo|poche)|"
        rf"(?:(?<=\w)-\s+|(?<!english)(?<!spanish)(?<!french)(?<!german)(?<!italian)/)(?:{languages}))\W*$",
        re.IGNORECASE,
    )
    edition_words_only: re.Pattern[str] = re.compile(edition_words, re.IGNORECASE)
    last_words: frozenset[str] = frozenset([
        "edition", "ed", "uk", "in", "print", "type", "market", "paperback", "hardcover", "hardback", "hardbound",
        "paper", "book", "books", "audiobook", "audiobooks", "audio", "cassette", "cassettes", "cd", "cds", "mp3",
        "promotion", "promotional", "promo", "rpkg", "abridged", "unabridged", "uncut", "unexpurgated", "text",
        "sonderausgabe", "taschenbuch", "gekürzt", "ungekürzt", "translation", "canc", "nla", "pa", "om", "op",
        "prepack", "brit", "british", "italn", "tv", "mti", "tpb", "pbk", "tr", "d", "td", "t.d", "spanish",
        "french", "german", "italian", "dutch", "portuguese", "bolsillo", "poche", "book", "commemorative", "filmbuch",
        *(f"{number}ed" for number in range(2, 10)),
    ])  # fmt: skip
    note: re.Pattern[str] = re.compile(
        rf"(?:the |a |an )?(?:{media})(?: .*)?|.*\bediti?on\b.*|(?:the )?\d+(?:st|nd|rd|th) anniversary|"
        r".*\b(?:\d+(?:st|nd|rd|th)|rev) ed\b.*|"
        r"(?:with|including|featuring|mit|avec)\b.*\b(?:introduction|foreword|preface|afterword|appendix|postscript|"
        r"memoir|notes|illustrations|diary|glossary|essays?|einem|une)\b.*|"
        r"(?:an? |the )?(?:authoritative|corrected|definitive|restored|original|complete) (?:\w+ )?(?:text|novel)\b.*|"
        r"complete and (?:unabridged|uncut|unexpurgated)\b.*|complete|now (?:a|in|an)\b.*|.*\btag\b.*\bauthor of\b.*|"
        r"(?:from )?(?:the )?(?:bestselling )?author of\b.*|.*\bbestseller\b.*|new fiction|.*\bpulitzer prize\b.*|"
        r"t\.? ?d\.?(?: -)?",
        re.IGNORECASE,
    )
    genre: re.Pattern[str] = re.compile(
        r"(?:an? |the |ein |eine |un |une |uma? )?(?:[\w'’&/.-]+ ){0,4}?(?:novel|novella|memoir|mystery|thriller|"
        r"romance|roman|romanzo|novela|récit|krimi|kriminalroman|erzählung(?:en)?|[\w-]+roman)"
        r"(?: (?:of|about|from|in|with|based on|von|über|zum)\b.*)?(?:, an?)?(?: tag)?|(?:short )?stories|essays|poems",
        re.IGNORECASE,
    )
    other_kinds: tuple[tuple[str, re.Pattern[str]], ...] = (
        ("comic", re.compile(r"\b(?:graphic novel|comics?|manga)\b", re.IGNORECASE)),
        (
            "guide",
            re.compile(
                r"\b(?:(?:study|reader'?s|reading group|teacher'?s|strategy|reading|player'?s) guide|"
                r"(?:cliffs?|spark|max|monarch|york|pink monkey|barron'?s book) ?notes|companion|lesson plans?)\b",
                re.IGNORECASE,
            ),
        ),
        (
            "set",
            re.compile(
                r"\b(?:box(?:ed)? ?sets?|slipcase|omnibus|sammelband|gesamtausgabe|"
                r"(?:complete|three|two|four|five) (?:complete )?novels|"
                r"\d+ (?:books|novels|volumes) in (?:1|one)|an? (?:trilogy|quartet)\b.*\bparts)\b|"
                r"(?:#|\b(?:books|volumes|vols\.?|bks\.?|numbers|nos\.?)) ?\d+ ?(?:-|–|&|and|to|through) ?#?\d+",
                re.IGNORECASE,
            ),
        ),
        ("excerpt", re.compile(r"\b(?:free preview|sampler|excerpts?|teaser)\b", re.IGNORECASE)),
        (
            "adaptation",
            re.compile(
                r"(?:^|: )for (?:teens?|kids|children|young (?:readers|people|adults)|beginners|dummies)\b|\bretold\b",
                re.IGNORECASE,
            ),
        ),
        (
            "workbook",
            re.compile(
                r"\b(?:work ?book|cook ?book|postcards?|calendar|colou?ring book|activity book|"
                r"sticker book|screenplay)\b",
                re.IGNORECASE,
            ),
        ),
    )


_PATTERNS = EditionNotePatterns()


def is_edition_note(part: str) -> bool:
    """Return True if a part of a title describes the edition: "Large Print", "With an Introduction by ..."."""
    return _PATTERNS.note.fullmatch(part.strip(" .,")) is not None


def is_genre(part: str) -> bool:
    """Return True if a part of a title only names the kind of book: "A Novel", "A Novel of Suspense", "Roman"."""
    return _PATTERNS.genre.fullmatch(part.strip(" .,!")) is not None


def without_trailing_notes(part: str) -> str:
    """Remove the edition notes run into the end of a title, or of a part of one: "Evening Class Uk Edition"."""
    while _last_word(part) in _PATTERNS.last_words and (note := _PATTERNS.trailing_note.search(part)):
        bare = part[: note.start()]
        if _PATTERNS.edition_words_only.fullmatch(f"{bare} "):
            break
        part = bare
    return part


def other_kinds(text: str) -> frozenset[str]:
    """Return the kinds that make this another book than the one of the same name: "comic", "guide", "set", ..."""
    return frozenset(kind for kind, words in _PATTERNS.other_kinds if words.search(text))


def bracketed_parts(title: str) -> list[str]:
    """Return the texts in brackets, without the brackets."""
    return [part[1:-1].strip() for part in BRACKETED.findall(title)]


def _last_word(part: str) -> str:
    return part.rstrip(" .,!?)-").rpartition(" ")[2].rpartition("-")[2].rpartition("/")[2].lower()
