"""Evaluation of the answers to questions: the share that finds the book, and the share answered with another one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from tqdm import tqdm

from model_build.evaluation.titles.questions import QUESTIONS, Question, asked_questions
from model_build.evaluation.titles.shares import Share
from model_build.questions.known_titles import KnownTitles
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.search.message_books import books_of_message
from shelftalker.search.questions import find_books
from shelftalker.search.titles import Exact, Several


@dataclass(frozen=True, slots=True)
class QuestionEvaluationConfig:
    """Numbers of the evaluation of questions.

    Attributes:
        first_suggestions: Number of the first suggestions, of seven, among which the right book is found.
        plain_titles: Number of books whose plain title is asked for; of a larger catalogue as many are taken at even
            distances by popularity. Every title of 271,000 would take twenty minutes.
    """

    first_suggestions: int = 3
    plain_titles: int = 15_000


QUESTION_EVALUATION = QuestionEvaluationConfig()


class Outcome(Enum):
    """Outcome of a question: answered, suggested among the first, answered with another book as exact, or not found."""

    ANSWERED = "answered"
    SUGGESTED = "suggested"
    ANOTHER = "another"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class QuestionScores:
    """Shares of one kind of question.

    Attributes:
        kind: Kind of question.
        questions: Number of questions.
        found: Share with the right books as the answer; or, of the kinds where no book is named exactly, with the right
            book among the first suggestions.
        suggested: Share with the right book among the first suggestions instead of the answer, of any kind.
        another: Share answered with another book as if it were named exactly.
    """

    kind: str
    questions: int
    found: Share
    suggested: Share
    another: Share


def evaluate_questions(catalogue: Catalogue, seed: int, questions_per_kind: int) -> tuple[QuestionScores, ...]:
    """Ask a model the questions of every kind, and for every title alone and with its author.

    Args:
        catalogue: The model.
        seed: Seed of the questions; the same seed gives the same questions about the same model.
        questions_per_kind: Number of questions of each kind.
    """
    books = catalogue.all_books()
    questions = [*asked_questions(books, questions_per_kind, seed), *plain_questions(books)]
    outcomes: dict[str, Counter[Outcome]] = {}
    found: Counter[str] = Counter()
    for question in tqdm(questions, desc="Questions", unit=" questions", delay=2, disable=None, leave=False):
        outcome = outcome_of(catalogue, question)
        outcomes.setdefault(question.kind, Counter())[outcome] += 1
        found[question.kind] += is_found(question, outcome)
    return tuple(
        QuestionScores(
            kind,
            counts.total(),
            Share.of(found[kind], counts.total()),
            Share.of(counts[Outcome.SUGGESTED], counts.total()),
            Share.of(counts[Outcome.ANOTHER], counts.total()),
        )
        for kind, counts in outcomes.items()
    )


def plain_questions(books: Sequence[Book]) -> Iterator[Question]:
    """Yield the titles of a catalogue as they are printed, alone and then with their author.

    Of a large catalogue a sample is asked for, see `QuestionEvaluationConfig.plain_titles`.
    """
    titles = KnownTitles(books, QUESTIONS.most_namesakes)
    asked = books[:: -(-len(books) // QUESTION_EVALUATION.plain_titles)]
    for book in asked:
        yield Question("every title", 0, book.title, (titles.rows_named(book.title) | {book.book_row},))
    for book in asked:
        if book.author != UNKNOWN_AUTHOR:
            namesakes = (titles.by_row[row] for row in titles.rows_named(book.title))
            right = frozenset(namesake.book_row for namesake in namesakes if namesake.author_row == book.author_row)
            yield Question("every title by its author", 0, f"{book.title} by {book.author}", (right | {book.book_row},))


def is_found(question: Question, outcome: Outcome) -> bool:
    """Return whether an outcome is right for a question."""
    return outcome is Outcome.ANSWERED or (question.is_suggested and outcome is Outcome.SUGGESTED)


def outcome_of(catalogue: Catalogue, question: Question) -> Outcome:
    """Ask a question, and compare the answer with the right one."""
    if question.message is not None:
        return _outcome_of_message(question, books_of_message(catalogue, question.message))
    found = find_books(catalogue, question.text)
    if isinstance(found, Exact):
        return _outcome_of_answer(question, [found.book])
    if isinstance(found, Several):
        return _outcome_of_answer(question, found.books)
    suggestions = getattr(found, "books", ())[: QUESTION_EVALUATION.first_suggestions]
    is_suggested = any(book.book_row in right for book in suggestions for right in question.right)
    return Outcome.SUGGESTED if is_suggested else Outcome.NOT_FOUND


def _outcome_of_answer(question: Question, books: Sequence[Book]) -> Outcome:
    """Return the outcome of books that are answered about; some of those asked about are too few, but no others."""
    rows = {book.book_row for book in books}
    if not rows <= frozenset[int]().union(*question.right):
        return Outcome.ANOTHER
    return Outcome.ANSWERED if all(right & rows for right in question.right) else Outcome.NOT_FOUND


def _outcome_of_message(question: Question, books: Sequence[Book]) -> Outcome:
    """Return the outcome of a message: one book is answered about at once, of several the reader chooses."""
    rows = {book.book_row for book in books}
    if all(right & rows for right in question.right):
        return Outcome.ANSWERED
    is_another = len(books) == 1 and not any(right & rows for right in question.right)
    return Outcome.ANOTHER if is_another else Outcome.NOT_FOUND
