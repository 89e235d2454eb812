"""Books, listings and texts of all kinds, for tests that hold for every one of them."""

from hypothesis import strategies as st

from shelftalker.catalogue import Book
from shelftalker.listing import Judged, Listing, Place
from shelftalker.listing_state import ListingState, Slot, Source
from shelftalker.picks import Because, Pick, Step
from shelftalker.recommender import Recommendation
from shelftalker.shelf import Preferences
from shelftalker.wording import Voice

_ODD_TEXTS = (
    "It!", "V", "x" * 300, "A" + " very" * 60 + " long title", "海辺のカフカ" * 50, "الخبز الحافي " * 25, "שלום עולם",
    "*Starred_ ~Title~ <!channel> & `code`", "<@U1> <https://evil.example|click> &amp;", "\U0001f4da\U0001f1eb\U0001f1ee " * 40,
    "\u202eright to left", "e\u0301" * 150, "&" * 300, "<" * 300,
)  # fmt: skip
TEXTS = st.sampled_from(_ODD_TEXTS) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=400
).filter(str.strip)
BOOK_IDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=8, max_size=8)
BOOKS = st.builds(
    Book,
    book_row=st.integers(1, 300_000),
    book_id=BOOK_IDS,
    title=TEXTS,
    author=TEXTS,
    author_row=st.integers(1, 3),
    year=st.none() | st.integers(-3000, 2030),
    isbn=st.just("0441172717"),
    cover_url=st.none() | st.just("https://covers.example/P/0441172717.jpg"),
    ratings_count=st.integers(0, 100_000),
    rating_mean=st.none() | st.floats(0, 10),
    language=st.none() | st.sampled_from(["en", "de"]),
)
VOICES = st.builds(Voice, rating_scale=st.sampled_from([5, 10]), notice=st.just("") | TEXTS)
PREFERENCES = st.builds(
    Preferences,
    country=st.just("") | st.sampled_from(["usa", "united kingdom"]) | TEXTS,
    age_band=st.just("") | st.sampled_from(["under 18", "25-34"]),
    languages=st.lists(st.sampled_from(["en", "de", "fr"]), unique=True).map(tuple),
)
STARS = st.none() | st.integers(1, 5)
_REASONS = (
    st.none()
    | st.builds(Because, BOOKS, STARS)
    | st.builds(Recommendation, book=BOOKS, score=st.floats(0, 100), readers_in_common=st.integers(0, 9999))
)
PLACES = st.builds(
    Place,
    pick=st.none() | st.builds(Pick, BOOKS, _REASONS),
    judged=st.none() | st.builds(Judged, BOOKS, STARS),
    is_wanted=st.booleans(),
)
STATES = st.builds(
    ListingState,
    source=st.sampled_from(Source),
    subject_id=st.just("") | BOOK_IDS,
    is_continued=st.booleans(),
    back_id=st.just("") | BOOK_IDS,
    slots=st.lists(st.builds(Slot, st.just("") | BOOK_IDS, st.just("") | BOOK_IDS), max_size=5).map(tuple),
)
LISTINGS = st.builds(
    Listing,
    state=STATES,
    subject=st.none() | BOOKS,
    back=st.none() | BOOKS,
    places=st.lists(PLACES, max_size=5).map(tuple),
    step=st.none() | st.sampled_from(Step),
    preferences=PREFERENCES,
    telling_books=st.integers(0, 5),
    has_more=st.booleans(),
    has_more_by_author=st.booleans(),
)
