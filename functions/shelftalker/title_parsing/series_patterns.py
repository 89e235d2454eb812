"""Words, patterns and limits of series, by which `series_mentions` reads titles and `series` joins works."""

import re
from dataclasses import dataclass

from shelftalker.title_parsing.title_numbers import NumberWords


@dataclass(frozen=True, slots=True)
class SeriesConfig:
    """Limits of series.

    Attributes:
        authors_of_a_line: Number of authors, those who write together being one, from which a name is a publisher's
            line, but for the authors of most of its books.
        authors_without_volumes: The same for a name that never has a volume: "Contemporary American Fiction".
        share_of_owners: Least share of a name's books by the authors whose series it is all the same.
        works_of_a_series: Least number of works of a series that has no volumes, or that titles alone make.
        share_of_editions: Least share of the editions of a few works that bear a name without volumes, unless a title
            has it too. On Book-Crossing notes of a binding or promotion, "(R)", "(Book and Charm)", stand on 0.12 to
            0.30 of the editions of their two or three works, series on 0.33 (Harper Hall Trilogy) or more.
        few_works: Number of works up to which that share is looked at; notes of an edition have no more.
        lettered_works: Least number of an author's works whose titles' letters number a series: "A Is for Alibi".
    """

    authors_of_a_line: int = 3
    authors_without_volumes: int = 2
    share_of_owners: float = 0.5
    works_of_a_series: int = 2
    share_of_editions: float = 1 / 3
    few_works: int = 3
    lettered_works: int = 3


@dataclass(frozen=True, slots=True)
class MentionConfig:
    """Words and limits of mentions.

    Attributes:
        stem_words: Words that spellings of one series' name have or lack: "Dune", "Dune Chronicles".
        name_ends: Words at the end of a name that say nothing of it: "Earth's Children Series".
        last_volume: Greatest number of a volume; those above count a publisher's list ("Signet Classic, 2686") or are
            years ("Guinness Book of Records, 2000"). The longest series of one author in goodbooks-10k have 60.
        sets: Words of several volumes in one book, in titles of books of a series.
        publisher_lines: Words of publishers' series, which have no order of reading, and names of such series.
        no_series: Entries of a column in place of a series, in lower case.
        lines_without_volume: Such words that the names of series have as well, as far as volumes are numbered.
        shortest_name: Least number of letters of a name without a volume: "(R)" is a note of the trade.
    """

    stem_words: frozenset[str] = frozenset([
        "chronicles", "chronicle", "trilogy", "quartet", "quintet", "tetralogy", "duology", "cycle", "sequence",
        "ser", "srs", "paper", "and", "the", "a", "an",
    ])  # fmt: skip
    name_ends: re.Pattern[str] = re.compile(
        r"(?:an?\s+)?(.+?)[\s,]+(?:series|ser\.?|srs\.?|s\.?|numbered|(?:mystery |suspense )?novels?|books?|"
        r"myster(?:y|ies)|thrillers?)[\s.]*",
        re.IGNORECASE,
    )
    last_volume: float = 200.0
    sets: re.Pattern[str] = re.compile(
        r"\b(?:box(?:ed)?[- ]?set|box|boxset|omnibus|slipcase|trilogy|tetralogy|quartet|collection|complete|"
        r"set of \d+|\d+ (?:books|novels|volumes) in (?:1|one))\b",
        re.IGNORECASE,
    )
    publisher_lines: re.Pattern[str] = re.compile(
        r"\b(?:classics?|penguin|puffin|signet|bantam|vintage|dover|wordsworth|oprah'?s?|book club|reader'?s circle|"
        r"large print|contemporaries|reprint|reissue|folio|paperbook|book collectors|golden books?|i can read|"
        r"harlequin|silhouette|mills (?:&|and) boon|loveswept|love inspired|masterworks|everyman'?s|modern library|"
        r"livre de poche|j'ai lu|\w*taschenb(?:uch|ücher)|dtv|rororo|travel guides?|critical editions|"
        r"cole[cç]ci[oó]n|avon camelot|pelican|bright (?:&|and) early|step[- ]into[- ]reading|beginner books?|"
        r"oscar mondadori|la memoria|kiwi|neue frau|.*\beditions?)\b",
        re.IGNORECASE,
    )
    no_series: frozenset[str] = frozenset(
        ["", "-", "--", "nan", "none", "null", "na", "n/a", "<na>", "0", "no", "false"]
    )
    lines_without_volume: re.Pattern[str] = re.compile(
        r"\b(?:library|readers?|level|rack|promo|display|awards?|collection|romances)\b", re.IGNORECASE
    )
    shortest_name: int = 2


_WORDS = NumberWords.of_titles()
# Words before the number of a volume, as regular expressions.
_VOLUME_WORDS = (
    "books?", "bks?", "vols?", "volumes?", "volumen", r"v(?=\.)", "parts?", "numbers?", "nos?", "nr", "bd", "band",
    "buch", "teil", "tomes?", "tomos?", "livre", "libros?", "partes?", "deel", "episode",
)  # fmt: skip


class MentionPatterns:
    """Patterns of the texts in brackets and of the parts of titles.

    Attributes:
        number: A number, in digits, words or Roman numerals.
        numbered: A name and a volume behind it: "Dune Chronicles, Book 2", "Dune Chronicles #2", "Redwall, 3".
        numbered_of: A volume and the name behind it: "Book One of the Twelve Treasures".
        only_number: A volume alone: "Book 2", "#2", "Books 1-4".
        in_title: A name and a volume in a part of a title, where a comma and a number do not make a series.
        divided: Marks between the series of one book: "Discworld, #1; Rincewind #1".
        part_of_volume: A part of a volume, which is none: "#3: Part 2 of 2".
        half: "4 1/2".
        author_in_front: "Whyte, Jack. Camulod Chronicles", "Rice, Anne, Vampire Chronicles".
        trailing_number: A title of two words or more and a bare number: "Sword and Sorceress 18", not "Garfield 20";
            in Roman numerals from II on, but not of kings and wars: "Dark Tower VII".
        number_and_title: A name, a bare number and the title behind it: "Belgariad 1: Pawn of Prophecy".
        numbered_in_brackets: A name and a bare number in brackets: "(Outlander 1)", "(The Dark Tower VI)".
        decimal_comma: A number with a decimal comma, which lists of volumes do not look like: "1,0", "2,5".
        ordinal_number: An ordinal in digits: "3rd".
        ordinal_name: A name between an ordinal and the kind of book: "The Fourth Outlander Novel".
        lettered: The beginning of a title in an alphabet of titles: "A Is for Alibi".
        hint: A character or word without which no mention is looked for outside of brackets.
    """

    def __init__(self) -> None:
        words = "|".join(sorted([*_WORDS.small, *_WORDS.values], key=len, reverse=True))
        number = rf"(?:\d+(?:\.\d+)?(?: 1/2)?|(?:{words})\b)"
        marks = rf"(?:{'|'.join(_VOLUME_WORDS)})\b\.?"
        to = rf"((?:\s*(?:-|\u2013|&|\+|,|\band\b|\bto\b|\bthrough\b)\s*#?\s*{number})*)"
        total = rf"(?:\s+(?:of|in)\s+{number})?"
        ordinals = "|".join(_WORDS.ordinals)
        volume = rf"(?:{marks}\s*#?|#)\s*({number}|(?:(?<=\s)|(?<=#))(?:the\s+)?(?:{ordinals})\b){to}{total}"
        self.number = re.compile(number, re.IGNORECASE)
        self.numbered = re.compile(rf"(.*?\w.*?)[\s,;:.\u2013-]*(?:{volume}|,\s*({number}){to})\W*", re.IGNORECASE)
        self.in_title = re.compile(rf"(.*?\w.*?)[\s,;:.\u2013-]*{volume}\W*", re.IGNORECASE)
        self.numbered_of = re.compile(
            rf"(?:(?:{marks}\s*#?\s*({number}))|(?:the\s+)?({ordinals})\s+(?:book|volume|part))"
            r"\s+(?:of|in|from)\s+(.*[^\W\d].*)",
            re.IGNORECASE,
        )
        self.only_number = re.compile(rf"\W*{volume}\W*", re.IGNORECASE)
        self.divided = re.compile(r"\s*;\s*|,\s*(?=[^,#]*[^\s,#][^,#]*#)")
        self.part_of_volume = re.compile(r"#\s*\d+\s*[:;,]+\s*part|part\s*#?\d+\s*(?:of|/)\s*\d", re.IGNORECASE)
        self.half = re.compile(r"(\d+) 1/2")
        self.author_in_front = re.compile(r"^(\w[\w'-]+), (\w+)(?: \w+(?=[.,]))?[.,]?\s*(?:\w\.\s*)*[.,\s]+(?=\w)")
        roman = "|".join(word for word in _WORDS.small if set(word) <= set("ivx") and len(word) > 1)
        bare = rf"\d{{1,2}}|(?<!king henry )(?<!king richard )(?<!king edward )(?<!war )(?:{roman})"
        self.trailing_number = re.compile(rf"([^\W\d]\S*\s+(?:.*\s)?[^\W\d]\S*?)[\s,]+#?({bare})", re.IGNORECASE)
        self.number_and_title = re.compile(r"([^\W\d].{2,}?[^\W\d]\S*?)\s+#?(\d{1,2})", re.IGNORECASE)
        self.numbered_in_brackets = re.compile(
            rf"(.{{2,}}?[^\W\d]\S*?)\s+(\d{{1,2}}|{roman}|{'|'.join(_WORDS.values)})", re.IGNORECASE
        )
        self.decimal_comma = re.compile(r"^(\d+),(0|(?<!^4,)5)$")
        self.ordinal_number = re.compile(r"^(\d+)(?:st|nd|rd|th)$", re.IGNORECASE)
        self.ordinal_name = re.compile(
            rf"(?:the\s+)?({ordinals})\s+(?:in the\s+)?(.*[^\W\d].*?)\s+(?:novel|mystery|adventure|thriller)"
            rf"|the\s+({ordinals})\s+(.*[^\W\d].*?)\s+book",
            re.IGNORECASE,
        )
        self.lettered = re.compile(r"\W?([a-z])\W? is for\b", re.IGNORECASE)
        self.hint = re.compile(
            rf"\d|\b(?:{'|'.join(_VOLUME_WORDS)}|(?<=\s)[ivx]{{2,}}|"
            rf"(?:{ordinals})\s.*(?:novel|mystery|adventure|thriller|book))\b",
            re.IGNORECASE,
        )
