"""Hypothesis strategies for books, shelves and listings: titles short and long, in any script."""

from hypothesis import strategies as st

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Done, Listing, Position, Verdict
from shelftalker.recommend.listing_state import ListingState, PositionState
from shelftalker.recommend.reasons import AfterBook, FromShelf, Recommendation
from shelftalker.recommend.steps import Step
from shelftalker.recommend.stops import STOPS, Source, Stop, Trail
from shelftalker.settings import DEFAULT_ANSWERS, AnswerSettings
from shelftalker.shelf.actions import ShelfAction, Undo, Verb
from shelftalker.shelf.contents import BookState, DamagedItem, LearningChoice, Preferences, Shelf, ShelfBook
from shelftalker.shelf.pages import BOOKS_ON_A_PAGE, ShelfPage, ShelfTab, ShelvedBook
from shelftalker.views.wording import DatasetFacts

_AWKWARD = [
    "It",
    "V.",
    "=1+1",
    "*Starred_ ~Title~ <!channel> & `code`",
    "```",
    "<@U0123456789> <https://example.com|here>",
    'He said "no", and "yes"',
    "\u0627\u0644\u062e\u0628\u0632 \u0627\u0644\u062d\u0627\u0641\u064a",
    "\u6d77\u8fba\u306e\u30ab\u30d5\u30ab",
    "\U0001f4da\U0001f469\u200d\U0001f680",
    "&" * 300,
    '"' * 300,
    "\u6d77" * 300,
    "A title of very many words " * 11,
]
_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
TEXTS = st.sampled_from(_AWKWARD) | st.text(_LETTERS, min_size=1, max_size=400).filter(str.strip)
BOOK_IDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=8, max_size=8)
BOOKS = st.builds(
    Book,
    book_row=st.integers(1, 300_000),
    book_id=BOOK_IDS,
    title=TEXTS,
    author=TEXTS,
    author_row=st.integers(1, 3),
    year=st.none() | st.integers(-3000, 2030),
    isbn=st.just("0441172717") | TEXTS,
    cover_url=st.none() | st.just("https://covers.example/P/0441172717.jpg"),
    ratings_count=st.integers(0, 100_000),
    rating_mean=st.none() | st.floats(0, 10),
    series=st.none() | TEXTS,
    volume=st.none() | st.integers(0, 200).map(float) | st.just(2.5),
    last_volume=st.none() | st.integers(201, 210).map(float),
)
DATASETS = st.builds(
    DatasetFacts,
    rating_scale=st.sampled_from([5, 10]),
    notice=st.just("") | TEXTS,
    answers=st.sampled_from([DEFAULT_ANSWERS, AnswerSettings(book_links=())]),
)
# Options of menus come from the dataset: nearly any text that is not empty.
CHOICES = st.lists(
    st.sampled_from(["usa", "united kingdom", "-", "under 18", "25-34", "50 and over", " "]) | TEXTS, max_size=120
)
LANGUAGES = st.lists(st.sampled_from(["en", "de", "xx"]) | TEXTS, max_size=120, unique=True)
PREFERENCES = st.builds(
    Preferences,
    country=st.sampled_from(["", "usa", "-"]) | TEXTS,
    age_band=st.sampled_from(["", "25-34"]) | TEXTS,
    languages=st.lists(st.sampled_from(["en", "fr"]) | TEXTS, max_size=3, unique=True).map(tuple),
)
STARS = st.none() | st.integers(1, 5)
BOOK_STATES = st.sampled_from([
    BookState(dismissed=True),
    BookState(dismissed=True, read=True),
    *(BookState(stars, wanted) for stars in (None, 1, 2, 3, 4, 5) for wanted in (False, True)),
])  # fmt: skip
SHELF_BOOKS = st.builds(
    ShelfBook,
    BOOK_IDS,
    STARS,
    wanted=st.booleans(),
    dismissed=st.booleans(),
    changed_at=st.floats(0, 4e9),
    former=st.none() | BOOK_STATES,
)


def _shelf_books(most: int) -> st.SearchStrategy[tuple[ShelfBook, ...]]:
    return st.lists(SHELF_BOOKS, max_size=most, unique_by=lambda shelf_book: shelf_book.book_id).map(tuple)


_LEARNING = st.none() | st.builds(LearningChoice, st.booleans(), st.floats(0, 2e9))
_DAMAGED = st.lists(st.builds(DamagedItem, st.just("book"), TEXTS), max_size=2).map(tuple)
SHELVES = st.builds(
    Shelf, _shelf_books(40), PREFERENCES, _shelf_books(3), st.none() | st.floats(0, 2e9), _LEARNING, _DAMAGED
)
SHELVED_BOOKS = st.builds(ShelvedBook, BOOKS, SHELF_BOOKS, st.lists(BOOK_IDS, max_size=30).map(tuple))
_OWN_SOURCES = {Source.FROM_SHELF, Source.POPULAR}
# Those of listings; the others are of books to choose from.
_SOURCES = [Source.AFTER_BOOK, Source.AFTER_BOOKS, Source.BY_AUTHOR, Source.FROM_SHELF, Source.POPULAR]
POSITION_STATES = st.builds(PositionState, st.just("") | BOOK_IDS, st.just("") | BOOK_IDS)
UNDOS = st.builds(
    Undo,
    st.integers(1, 4 * 10**15).map(lambda microseconds: f"{microseconds / 1e6:.6f}"),
    st.lists(BOOK_IDS, min_size=1, max_size=15).map(tuple),
)
_STARTS = st.integers(0, 60)
_TYPED = st.text(_LETTERS, min_size=1, max_size=9)


def _subject_ids(source: Source) -> st.SearchStrategy[tuple[str, ...]]:
    """Return the ids of the books that a listing of a source may be asked about."""
    if source in {*_OWN_SOURCES, Source.TYPED}:
        return st.just(())
    most = STOPS.subjects if source in {Source.AFTER_BOOKS, Source.CHOICE} else 1
    return st.lists(BOOK_IDS, min_size=1, max_size=most).map(tuple)


def _stops_of(source: Source) -> st.SearchStrategy[Stop]:
    start = st.just(0) if source in {Source.TYPED, Source.CHOICE} else _STARTS
    return st.builds(
        Stop, st.just(source), _subject_ids(source), start, _TYPED if source is Source.TYPED else st.just("")
    )


STOPS_OF_A_WAY = st.sampled_from(list(Source)).flatmap(_stops_of)
TRAILS: st.SearchStrategy[Trail] = st.lists(STOPS_OF_A_WAY, max_size=60).map(tuple)


def _states_of(stop: Stop) -> st.SearchStrategy[ListingState]:
    positions = st.lists(POSITION_STATES, max_size=5).map(tuple)
    parts = st.tuples(TRAILS, positions)
    return parts.map(lambda each: ListingState(*stop[:3], *each, stop.typed).fit())


STATES = STOPS_OF_A_WAY.flatmap(_states_of)
_COUNTS = st.integers(0, 99_999)


@st.composite
def shelf_pages(draw: st.DrawFn) -> ShelfPage:
    """Return pages whose numbers may contradict each other."""
    books = draw(st.lists(SHELVED_BOOKS, max_size=BOOKS_ON_A_PAGE))
    pages = draw(st.integers(1, 9999))
    number = draw(st.integers(1, pages))
    tab = draw(st.sampled_from(list(ShelfTab)))
    return ShelfPage(tab, number, pages, tuple(books), draw(_COUNTS), draw(_COUNTS), draw(_COUNTS))


DONE = st.builds(
    Done,
    st.builds(ShelfAction, st.just(Verb.RATE), BOOK_IDS, st.integers(1, 5))
    | st.builds(ShelfAction, st.sampled_from([Verb.WANT, Verb.UNWANT, Verb.DISMISS]), BOOK_IDS, st.none()),
    BOOKS,
    st.none() | UNDOS,
)


def _book_id_in(position: Position) -> object:
    """Return the id of the book in a position; of an empty one something that no other has."""
    return position.recommendation.book.book_id if position.recommendation else object()


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """Return listings of each source, some with books replaced after a rating, some with fewer than five books."""
    reasons = st.one_of(
        st.none(),
        st.builds(FromShelf, BOOKS, STARS),
        st.builds(AfterBook, BOOKS, st.integers(0, 9999)),
    )
    recommendations = st.none() | st.builds(Recommendation, BOOKS, st.floats(0, 100), reasons)
    verdicts = st.none() | st.builds(Verdict, BOOKS, STARS, st.none() | UNDOS)
    # No list has a book twice.
    places = st.builds(Position, recommendations, verdicts, st.booleans())
    positions = draw(st.lists(places, max_size=5, unique_by=_book_id_in))
    source = draw(st.sampled_from(_SOURCES))
    most = 0 if source in _OWN_SOURCES else STOPS.subjects if source is Source.AFTER_BOOKS else 1
    subjects = tuple(draw(st.lists(BOOKS, min_size=min(most, 1), max_size=most, unique_by=lambda book: book.book_id)))
    subject = subjects[0] if source in {Source.AFTER_BOOK, Source.BY_AUTHOR} else None
    states = tuple(
        PositionState(
            position.recommendation.book.book_id if position.recommendation else "",
            position.replaced.book.book_id if position.replaced else "",
        )
        for position in positions
    )
    ids = tuple(book.book_id for book in subjects)
    return Listing(
        state=ListingState(source, ids, draw(_STARTS), draw(TRAILS), states).fit(),
        subjects=subjects,
        subject_verdict=draw(st.none() | st.builds(Verdict, st.just(subject), STARS, st.none() | UNDOS))
        if subject
        else None,
        back=draw(st.none() | BOOKS),
        positions=tuple(positions),
        step=None if subjects else draw(st.sampled_from(list(Step))),
        preferences=draw(PREFERENCES),
        preference_count=draw(st.none() | st.integers(0, 9)),
        has_more=draw(st.booleans()),
        has_more_by_author=draw(st.booleans()),
        done=draw(st.none() | DONE),
    )
