"""Seeded questions: how readers ask for the well-known books of a catalogue."""

import html
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import Any

from model_build.evaluation.titles import addresses, free_sentences, messages, sentences, volume_wordings, wordings
from model_build.evaluation.titles.authors import first_author, surname
from model_build.evaluation.titles.fillings import Filling, Fillings
from model_build.questions.known_titles import KnownTitles
from shelftalker.model.catalogue import Book
from shelftalker.model.title_keys import normalise_title


@dataclass(frozen=True, slots=True)
class QuestionConfig:
    """Numbers that questions are made with.

    Attributes:
        well_known: Number of the most read books that are asked about.
        most_misses: Number of sampled books without what a wording names, one after the other, after which it is given
            up: few books of a catalogue may have that.
        most_namesakes: Number of books that a title without its subtitle may mean.
        much_less_read: Share of the ratings of the most read below which a namesake by the same author is not meant.
    """

    well_known: int = 3000
    most_misses: int = 1500
    most_namesakes: int = 3
    much_less_read: float = 0.5


QUESTIONS = QuestionConfig()
_FIELD = re.compile(r"\{(\w+)\}")
_AUTHOR = re.compile(r"author|surname")
_TWO_ARTICLES = re.compile(r"\b(the) the\b", re.IGNORECASE)
# Before the fields of the second and the third book.
_POSITIONS = ("second_", "third_")


class Form(Enum):
    """Form of a question: a text after the command, a message, or a message whose address Slack unfurls."""

    TYPED = "typed"
    MESSAGE = "message"
    UNFURLED = "unfurled"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question.

    Attributes:
        name: Its name in the report.
        wordings: Its wordings, with fields in braces.
        is_suggested: True where one of the first suggestions is a right answer, as nothing names the book exactly.
        form: Form of its questions; messages are read by the shortcut.
    """

    name: str
    wordings: Sequence[str]
    is_suggested: bool = False
    form: Form = Form.TYPED


KINDS_OF_QUESTIONS = (
    Kind("sentence, English", sentences.ENGLISH),
    Kind("sentence, German", sentences.GERMAN),
    Kind("sentence, French", sentences.FRENCH),
    Kind("sentence, Spanish", sentences.SPANISH),
    Kind("free sentence, English", free_sentences.ENGLISH),
    Kind("free sentence, German", free_sentences.GERMAN),
    Kind("free sentence, French", free_sentences.FRENCH),
    Kind("free sentence, Spanish", free_sentences.SPANISH),
    Kind("free sentence, several titles", free_sentences.SEVERAL),
    Kind("free sentence, remembered", free_sentences.REMEMBERED, is_suggested=True),
    Kind("misspelt in a sentence", sentences.MISSPELT, is_suggested=True),
    Kind("beginning in a sentence", sentences.BEGINNINGS, is_suggested=True),
    Kind("inside, in a sentence", sentences.WORDS_FROM_INSIDE, is_suggested=True),
    Kind("please, recommend", sentences.SHORT_REQUESTS),
    Kind("title, year", wordings.YEARS),
    Kind("title, author, year", wordings.AUTHORS_AND_YEARS),
    Kind("several titles", wordings.SEVERAL),
    Kind("decorated", wordings.DECORATIONS),
    Kind("Series: Title", wordings.SERIES_AND_TITLES),
    Kind("Title (Series, #2)", wordings.TITLES_AND_SERIES),
    Kind("title beside its series", volume_wordings.TITLES_BESIDE_SERIES),
    Kind("next after a volume", wordings.NEXT_VOLUMES),
    Kind("Series 2", wordings.NUMBERED_VOLUMES),
    Kind("misspelt beginning", ("{beginning}",) * 2, is_suggested=True),
    Kind("misspelt beginning, asked", volume_wordings.MISSPELT_BEGINNINGS, is_suggested=True),
    Kind("words from inside", ("{inside}",) * 2, is_suggested=True),
    Kind("abbreviation", ("{abbreviation}",) * 2, is_suggested=True),
    Kind("number in words or digits", ("{numbered}",) * 2, is_suggested=True),
    Kind("ISBN", wordings.ISBNS),
    Kind("ISBN in text", wordings.ISBNS_IN_TEXT),
    Kind("link with ISBN", addresses.WITH_ISBN),
    Kind("link with slug", addresses.WITH_SLUG),
    Kind("link with label", addresses.LABELLED),
    Kind("link in text", addresses.IN_TEXT),
    Kind("title and author", wordings.AUTHORS),
    Kind("title and surname", wordings.SURNAMES),
    Kind("initials, Jr.", wordings.SPELLINGS_OF_AUTHORS),
    Kind("transliterated author", wordings.TRANSLITERATIONS),
    Kind("unknown subtitle, author", wordings.UNKNOWN_SUBTITLES),
    Kind("other subtitle, author", volume_wordings.SUBTITLES_WITH_AUTHORS),
    Kind("unknown subtitle alone", volume_wordings.SUBTITLES_ALONE),
    Kind("message", messages.MESSAGES, form=Form.MESSAGE),
    Kind("message, several titles", messages.MESSAGES_OF_SEVERAL, form=Form.MESSAGE),
    Kind("message, sentences", messages.SENTENCES, form=Form.MESSAGE),
    Kind("message, sentences, several", messages.SENTENCES_OF_SEVERAL, form=Form.MESSAGE),
    Kind("message, link", addresses.MESSAGES, form=Form.MESSAGE),
    Kind("message, unfurl", addresses.UNFURLED, form=Form.UNFURLED),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a reader asks it.

    Attributes:
        kind: The kind's name.
        wording: Position of its wording among those of the kind.
        text: The text typed, or the text of the message.
        right: For each book asked about, the rows of those that may be meant.
        is_suggested: True where one of the first suggestions is a right answer.
        message: The message with its attachments, as Slack sends it to the shortcut; None for a typed text.
    """

    kind: str
    wording: int
    text: str
    right: tuple[frozenset[int], ...]
    is_suggested: bool = False
    message: Mapping[str, Any] | None = None


def asked_questions(books: Sequence[Book], questions_per_kind: int = 250, seed: int = 1) -> list[Question]:
    """Return questions about a catalogue's books, which are sampled by their number of ratings, in all wordings.

    Args:
        books: All books of the catalogue.
        questions_per_kind: Number of questions of every kind; fewer where too few of the books allow that kind.
        seed: Seed of the sampling; the same seed gives the same questions about the same books.
    """
    asker = _Asker(books)
    return [
        question
        for kind in KINDS_OF_QUESTIONS
        for question in asker.questions(kind, questions_per_kind, random.Random(f"{seed} {kind.name}"))
    ]


class _Asker:
    def __init__(self, books: Sequence[Book]) -> None:
        self._titles = KnownTitles(books, QUESTIONS.most_namesakes)
        self._fillings = Fillings(self._titles)
        self._well_known = sorted(books, key=lambda book: -book.ratings_count)[: QUESTIONS.well_known]
        self._weights = list(accumulate(book.ratings_count + 1 for book in self._well_known))

    def questions(self, kind: Kind, count: int, generator: random.Random) -> Iterator[Question]:
        """Yield questions of a kind, as many of each wording, but for those with fields that no book has."""
        never_filled: set[frozenset[str]] = set()
        for wording, template in enumerate(kind.wordings):
            fields = frozenset(_FIELD.findall(template))
            if fields in never_filled:
                continue
            wanted = len(range(wording, count, len(kind.wordings)))
            texts: set[tuple[str, tuple[frozenset[int], ...]]] = set()
            misses = 0
            while len(texts) < wanted and misses < QUESTIONS.most_misses:
                question = self._question(kind, wording, generator)
                if question and (question.text, question.right) not in texts:
                    texts.add((question.text, question.right))
                    misses = 0
                    yield question
                else:
                    misses += 1
            if wanted and not texts:
                never_filled.add(fields)

    def _question(self, kind: Kind, wording: int, generator: random.Random) -> Question | None:
        """Return a question about sampled books; None where they lack what the wording names."""
        template = kind.wordings[wording]
        books = generator.choices(self._well_known, cum_weights=self._weights, k=1 + len(_POSITIONS))
        filled: dict[str, Filling] = {}
        for field in _FIELD.findall(template):
            filling = self._fillings.fill(_plain_field(field), books[_position(field)], generator)
            if not filling:
                return None
            filled[field] = filling
        right = tuple(
            self._right(template, book, {field: filled[field] for field in filled if _position(field) == position})
            for position, book in enumerate(books)
            if any(_position(field) == position for field in filled)
        )
        if len(set(right)) < len(right) or not all(right):
            return None
        texts = {field: _in_form(filling.text, kind.form) for field, filling in filled.items()}
        text = _TWO_ARTICLES.sub(r"\1", template.format_map(texts))
        return Question(kind.name, wording, text, right, kind.is_suggested, _message(text, kind.form))

    def _right(self, template: str, book: Book, filled: Mapping[str, Filling]) -> frozenset[int]:
        """Return the rows of the books that may be meant by the fields that are filled in from one book."""
        rows = {field: filling.rows for field, filling in filled.items() if filling.rows}
        if template in wordings.NEXT_VOLUMES:
            following = self._titles.rows_of_volume(book.series or "", (book.volume or 0) + 1)
            return rows["volume_title"] | following if following else following
        if any("isbn" in field for field in rows):
            return frozenset({book.book_row})
        if len(rows) > 1:
            rows.pop("series", None)
        meant = frozenset[int]().union(*rows.values())
        return self._by_author(meant, book) if any(_AUTHOR.search(field) for field in filled) else meant

    def _by_author(self, rows: frozenset[int], book: Book) -> frozenset[int]:
        last = normalise_title(surname(first_author(book.author)))
        books = [self._titles.by_row[row] for row in rows]
        written = [other for other in books if f" {last} " in f" {normalise_title(other.author)} "]
        most = max((other.ratings_count for other in written), default=0)
        return frozenset(other.book_row for other in written if other.ratings_count >= QUESTIONS.much_less_read * most)


def _position(field: str) -> int:
    """Return the position of the book that a field is filled in from, among those asked about."""
    return next((position for position, prefix in enumerate(_POSITIONS, start=1) if field.startswith(prefix)), 0)


def _plain_field(field: str) -> str:
    return field.removeprefix(_POSITIONS[0]).removeprefix(_POSITIONS[1])


def _in_form(text: str, form: Form) -> str:
    """Return a text as it stands in a question; Slack escapes three characters of messages."""
    return text if form is Form.TYPED else html.escape(text, quote=False)


def _message(text: str, form: Form) -> dict[str, Any] | None:
    """Return the message that Slack sends to the shortcut; None for a typed text."""
    if form is Form.TYPED:
        return None
    if form is Form.MESSAGE:
        return {"type": "message", "text": text}
    address, title = text.split("\n")
    unfurled = {"id": 1, "title": title, "title_link": address, "from_url": address, "fallback": title}
    return {"type": "message", "text": f"<{address}>", "attachments": [unfurled]}
