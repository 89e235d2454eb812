"""Titles within questions whose answer is known: what the weights of a title's likelihood are fitted to.

Each sentence is asked about a book of the catalogue, about one that is hidden from the search, as if the catalogue
lacked it, and about one whose title is misremembered. Whatever title is found in the last two is there by chance, or a
part of what was meant.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model_build.questions.altered_titles import altered_title
from model_build.questions.english_sentences import ENGLISH
from model_build.questions.known_titles import KnownTitles
from model_build.questions.other_sentences import FRENCH, GERMAN, PLAIN, SPANISH
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.search.named_titles import NamedTitle, named_titles
from shelftalker.search.readings import candidates_of
from shelftalker.search.sentences.likelihood import TitleLikelihood
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.title_signs import Signs
from shelftalker.search.typed_words import TypedWords, plain_text

SENTENCES = (*ENGLISH, *GERMAN, *FRENCH, *SPANISH, *PLAIN)


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Numbers of the questions.

    Attributes:
        well_known: Number of the most read books that are asked about; readers ask about few others.
        most_namesakes: Number of books that a title without its subtitle may mean.
        in_small_letters: Share of titles that are typed in small letters.
        known: Number of books that each sentence is asked about. With 6, and 3 and 2 of the kinds below, a build of
            Book-Crossing takes three seconds more, and its least likelihood is 0.72 in place of 0.70.
        hidden: The same of books that are hidden from the search.
        altered: The same of books whose titles are misremembered.
        seed: Seed of the choices; the same catalogue gives the same questions.
        most_tries: Number of books that are tried for a title that can be misremembered.
    """

    well_known: int = 2000
    most_namesakes: int = 3
    in_small_letters: float = 0.5
    known: int = 2
    hidden: int = 2
    altered: int = 1
    seed: int = 1
    most_tries: int = 20


TRAINING = TrainingConfig()
_SUBTITLE = re.compile(r"\s*[:(]")


@dataclass(frozen=True, slots=True)
class TrainingTitle:
    """A title that stands in a question.

    Attributes:
        sentence: Position of the sentence in `SENTENCES`.
        signs: Its signs.
        is_meant: The question is about it.
        is_told: The words beside it tell that it is meant, whatever its likelihood.
    """

    sentence: int
    signs: Signs
    is_meant: bool
    is_told: bool


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """A question, the titles in it, and if the catalogue has the book that it is about."""

    titles: Sequence[TrainingTitle]
    has_book: bool


def training_questions(
    catalogue: Catalogue, books: Sequence[Book], sentences: Sequence[str] = SENTENCES
) -> Iterator[TrainingQuestion]:
    """Yield the questions of a catalogue's well-known books, the same for the same catalogue.

    Args:
        catalogue: The model.
        books: Its books by popularity, or the most read of them.
        sentences: Those that are asked, with "{title}" in place of a title.
    """
    titles = KnownTitles(books, TRAINING.most_namesakes)
    well_known = books[: TRAINING.well_known]
    for position, sentence in enumerate(sentences):
        generator = random.Random(f"{TRAINING.seed} {sentence}")
        for book in generator.choices(well_known, k=TRAINING.known):
            yield _question(catalogue, (position, sentence), _title_of(titles, book), generator)
        for book in generator.choices(well_known, k=TRAINING.hidden):
            yield _question(catalogue, (position, sentence), _title_of(titles, book), generator, is_hidden=True)
        for _ in range(TRAINING.altered):
            for book in generator.choices(well_known, k=TRAINING.most_tries):
                title = _title_of(titles, book)
                altered = altered_title(title.text, generator)
                if altered and not titles.rows_named(altered):
                    yield _question(catalogue, (position, sentence), _AskedTitle(altered, book, title.rows), generator)
                    break


@dataclass(frozen=True, slots=True)
class _AskedTitle:
    text: str
    book: Book
    rows: frozenset[int]


def _title_of(titles: KnownTitles, book: Book) -> _AskedTitle:
    text = _SUBTITLE.split(titles.typed_title(book))[0] or book.title
    return _AskedTitle(text, book, titles.rows_named(text) | {book.book_row})


def _question(
    catalogue: Catalogue,
    numbered: tuple[int, str],
    asked: _AskedTitle,
    generator: random.Random,
    *,
    is_hidden: bool = False,
) -> TrainingQuestion:
    position, sentence = numbered
    is_small = generator.random() < TRAINING.in_small_letters
    names = asked.book.author.split() or [""]
    fields = {
        "title": asked.text.lower() if is_small else asked.text,
        "author": asked.book.author,
        "surname": names[-1],
        "year": str(asked.book.year or ""),
    }
    words = TypedWords.of(plain_text(sentence.format_map(fields)))
    hidden = asked.rows if is_hidden else frozenset[int]()
    longer = LongerTitles(catalogue, hidden)
    named = [title for title in named_titles(catalogue, words) if hidden.isdisjoint(title.book_rows)]
    candidates = candidates_of(words, named, longer)
    likelihood = TitleLikelihood(words, candidates.certainty, longer, candidates.standing)
    told = set(candidates.told)
    found = [
        TrainingTitle(position, likelihood.signs(title), _is_meant(title, asked.rows, is_hidden), title in told)
        for title in {**dict.fromkeys(candidates.standing), **dict.fromkeys(told)}
        if title in told or not (title.has_author or likelihood.is_ruled_out(title))
    ]
    has_book = any(title.is_meant for title in found)
    return TrainingQuestion(found, has_book)


def _is_meant(title: NamedTitle, rows: frozenset[int], is_hidden: bool) -> bool:
    return not is_hidden and not rows.isdisjoint(title.book_rows)
