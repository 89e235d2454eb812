"""Tests for the order of series in a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.recommend.reasons import AfterBook, Recommendation, SeriesPlace
from shelftalker.recommend.series import SeriesReader, order_series, order_series_at_head
from tests.shelftalker.recommend.series_library import SeriesLibrary

OTHERS = ("some book", "other book", "third book")
LIBRARY = (
    "A1", "A2", "A3", "A4", "A5", "A1-3", "A2/de", "A2.5", "A0.5", "A",
    "B1", "B2", "B3", "B4-6", "B1-3", "C2", "C4", "D1", "D2", *OTHERS,
)  # fmt: skip


def titles_in_order(
    ranked: str, asked: str = "", read: str = "", other: str = "", languages: tuple[str, ...] = ()
) -> list[str]:
    """Return the names of the ordered list of these names, each separated by a comma."""
    return [each.book.title for each in recommendations(ranked, asked, read, other, languages)]


def recommendations(
    ranked: str, asked: str = "", read: str = "", other: str = "", languages: tuple[str, ...] = ()
) -> list[Recommendation]:
    library = SeriesLibrary(*LIBRARY)

    def rows(names: str) -> frozenset[int]:
        return frozenset(library.of_name[name].book_row for name in names.split(",") if name)

    subject = library.of_name[asked] if asked else None
    names = [name for name in ranked.split(",") if name]
    listed = [
        Recommendation(library.of_name[name], 100.0 - place, AfterBook(subject, 7) if subject else None)
        for place, name in enumerate(names)
    ]
    reader = SeriesReader(rows(read), rows(other), languages)
    result = order_series(library, listed, subject, reader)
    assert library.reads <= 1
    return result


@pytest.mark.parametrize(
    ("ranked", "asked", "expected"),
    [
        ("some book,A3,A2", "A1", ["A2", "some book", "A3"]),
        ("some book", "A1", ["A2", "some book"]),
        ("some book,A5,A3", "A2", ["A3", "some book", "A5"]),
        ("A5,some book,A4,A1", "A2", ["A3", "A4", "some book", "A5", "A1"]),
        ("some book,A4", "A5", ["some book", "A4"]),
        ("some book", "A2.5", ["A3", "some book"]),
        ("some book", "A0.5", ["A1", "some book"]),
        ("some book", "A1-3", ["A4", "some book"]),
        ("A1,A2,A5,some book", "A1-3", ["A4", "A5", "some book"]),
        ("some book", "C2", ["C4", "some book"]),
        ("A1,some book", "A", ["A1", "some book"]),
        ("", "A1", ["A2"]),
    ],
)
def test_the_next_volume_of_the_asked_book_stands_first(ranked: str, asked: str, expected: list[str]) -> None:
    """It need not be a neighbour; a novella is no next volume."""
    assert titles_in_order(ranked, asked) == expected


@pytest.mark.parametrize(
    ("ranked", "expected"),
    [
        ("some book,B2", ["some book", "B1"]),
        ("B3,some book,B1,B2", ["B1", "some book"]),
        ("B1,some book,B2", ["B1", "some book"]),
        ("C4,some book", ["C2", "some book"]),
        ("B2,D2,some book", ["B1", "D1", "some book"]),
        ("A2.5,A0.5", ["A1"]),
    ],
)
def test_the_first_volume_of_another_series_stands_for_its_later_ones(ranked: str, expected: list[str]) -> None:
    """It takes the best place of them, and one book of a series is enough."""
    assert titles_in_order(ranked) == expected
    assert titles_in_order(ranked, "third book") == expected


@pytest.mark.parametrize(
    ("ranked", "asked", "read", "expected"),
    [
        ("some book,A3", "A1", "A2", ["A3", "some book"]),
        ("some book,A3,A2", "A1", "A2,A3", ["A4", "some book"]),
        ("some book,A5", "A4", "A5", ["some book"]),
        ("B3,some book", "", "B1", ["B2", "some book"]),
        ("B1,some book", "", "B1", ["B2", "some book"]),
        ("B3,some book", "", "B3", ["B1", "some book"]),
        ("B2,some book", "", "B1,B2,B3", ["some book"]),
        ("A2,some book", "", "A1-3", ["A4", "some book"]),
        ("A3,some book", "", "A1,A2/de", ["A3", "some book"]),
        ("B1-3,some book", "", "B1", ["B2", "some book"]),
    ],
)
def test_volumes_that_the_reader_has_read_are_skipped(ranked: str, asked: str, read: str, expected: list[str]) -> None:
    """The next that the reader lacks stands in their place, read alone, in an omnibus or in translation."""
    assert titles_in_order(ranked, asked, read) == expected


@pytest.mark.parametrize(
    ("ranked", "expected"),
    [
        ("B1-3,some book,B2", ["B1-3", "some book"]),
        ("B2,some book,B1-3", ["B1", "some book"]),
        ("B4-6,some book", ["B1", "some book"]),
        ("A,A1-3,some book", ["A", "some book"]),
        ("A1-3,A,some book", ["A1-3", "some book"]),
    ],
)
def test_an_omnibus_never_stands_beside_its_parts(ranked: str, expected: list[str]) -> None:
    """An omnibus that begins a series may stand for it; one of later volumes may not."""
    assert titles_in_order(ranked) == expected


def test_omnibuses_of_the_asked_series_are_left_out() -> None:
    """They hold the asked book again, or the one that stands first."""
    assert titles_in_order("A1-3,some book,A2/de,A3", "A2") == ["A3", "some book"]


def test_a_volume_that_must_not_be_recommended_takes_its_series_with_it() -> None:
    """Nobody who dismissed the first volume wants the second."""
    assert titles_in_order("B2,some book", other="B1") == ["some book"]
    assert titles_in_order("some book,A3", "A1", other="A2") == ["some book", "A3"]
    assert titles_in_order("B3,some book", read="B1", other="B2") == ["some book"]


def test_a_volume_in_the_language_of_the_book_is_preferred() -> None:
    """A translation is the same volume."""
    assert titles_in_order("some book", "A1", languages=("de", "en")) == ["A2", "some book"]
    assert titles_in_order("some book", "A1", languages=("de",)) == ["A2/de", "some book"]


@pytest.mark.parametrize(
    ("ranked", "asked", "read", "place"),
    [
        ("some book", "A1", "", SeriesPlace.NEXT),
        ("some book", "A1", "A2", SeriesPlace.NEXT),
        ("some book", "C2", "", SeriesPlace.LATER),
        ("B2", "", "", SeriesPlace.FIRST),
        ("B2", "", "B1", SeriesPlace.NEXT),
        ("B3", "", "B1", SeriesPlace.NEXT),
        ("C4", "", "", SeriesPlace.EARLIEST),
        ("C4", "", "C2", SeriesPlace.LATER),
        ("B1", "", "", None),
        ("some book", "", "", None),
    ],
)
def test_the_place_of_a_volume_is_true(ranked: str, asked: str, read: str, place: SeriesPlace | None) -> None:
    """A volume is the next only where none is missing between."""
    assert recommendations(ranked, asked, read)[0].place == place


def test_a_stand_in_has_its_own_readers_in_common_or_none() -> None:
    """The readers of the volume in whose place it stands are not its own."""
    in_list = recommendations("B2,B1", "third book")[0]
    beside = recommendations("B2", "third book")[0]
    assert isinstance(in_list.reason, AfterBook)
    assert isinstance(beside.reason, AfterBook)
    assert (in_list.reason.readers_in_common, beside.reason.readers_in_common) == (7, 0)


def test_no_series_is_read_where_none_is_needed() -> None:
    """First volumes need no others, and books without series none at all."""
    library = SeriesLibrary(*LIBRARY)
    listed = [Recommendation(library.of_name[name]) for name in ("B1", "D1", *OTHERS)]
    assert order_series(library, listed) == listed
    assert library.reads == 0


def test_a_long_ranking_is_read_only_as_far_as_needed() -> None:
    """Its first books are ordered; further down none but books without a volume follow."""
    library = SeriesLibrary(*LIBRARY)
    head = [Recommendation(library.of_name["some book"])] * 50
    rest = [Recommendation(library.of_name[name]) for name in ("B2", "other book")]
    ordered_head = order_series_at_head(library, iter([*head, *rest]), SeriesReader())
    assert [each.book.title for each in ordered_head][-2:] == ["some book", "other book"]


@given(
    st.lists(st.sampled_from(LIBRARY), unique=True),
    st.sampled_from(("", *LIBRARY)),
    st.sets(st.sampled_from(LIBRARY)),
    st.sets(st.sampled_from(LIBRARY)),
)
def test_any_list_keeps_the_rules(ranked: list[str], asked: str, read: set[str], other: set[str]) -> None:
    """No book twice, never the asked one nor one of the reader's, no omnibus beside a part, none without its first."""
    other -= read
    fitting = [name for name in ranked if name not in read | other and name != asked]
    shown = titles_in_order(",".join(fitting), asked, ",".join(read), ",".join(other))
    assert len(shown) == len(set(shown))
    assert not {asked, *read, *other} & set(shown)
    for letter in "ABCD":
        of_series = [name for name in shown if name[0] == letter]
        omnibuses = [name for name in of_series if "-" in name]
        assert not omnibuses or len(of_series) == 1
        if letter != asked[:1]:
            assert len([name for name in of_series if len(name) > 1]) <= 1
            if not any(name[0] == letter for name in read) and letter in "ABD":
                assert not [name for name in of_series if name[1:2] in ("2", "3", "4", "5")]
