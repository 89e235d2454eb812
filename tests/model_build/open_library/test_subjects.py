import pytest

from model_build.open_library.subjects import series_subjects, tags_of


@pytest.mark.parametrize(
    ("subject", "tags"),
    [
        ("Whaling -- Fiction", ("Whaling",)),
        ("Violence in children -- Prevention.", ("Violence in children", "Prevention")),
        ("Fiction, science fiction, general", ("science fiction",)),
        ("Fiction, erotica", ("erotica",)),
        ("Dostoyevsky, Fyodor, -- 1821-1881.", ("Dostoyevsky, Fyodor",)),
        ("Henry Moore (1898-1986)", ("Henry Moore",)),
        ("World War, 1939-1945", ("World War",)),
        ("London (England)", ("London (England)",)),
        ("Accessible book", ()), ("In library", ()), ("nyt:trade-fiction=2012-01-01", ()), ("award:hugo=1966", ()),
        ("series:Harry_Potter", ()), ("20", ()), ("1929", ()), ("x" * 81, ()), ("Large type books", ()),
        ("a;b|c Music", ("a,b c Music",)),
    ],
)  # fmt: skip
def test_subjects_become_tags(subject: str, tags: tuple[str, ...]) -> None:
    assert tags_of([subject]) == tags


def test_tags_are_distinct_whatever_their_case_and_limited() -> None:
    assert tags_of(["Dragons", "DRAGONS", "dragons."]) == ("Dragons",)
    assert len(tags_of(f"Subject {chr(65 + number % 26)}{number // 26}x" for number in range(200))) == 40


def test_series_among_the_subjects_are_names() -> None:
    assert series_subjects(["series:Harry_Potter", "Magic", "Series: The_Expanse"]) == ["Harry Potter", "The Expanse"]
