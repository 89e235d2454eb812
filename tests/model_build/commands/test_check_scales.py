"""Scales told from the ratings, and losses beyond the limits."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.model_build.commands.libraries import Printed, write_crossing, write_goodbooks


@pytest.mark.parametrize(
    ("write", "rating", "scale"),
    [
        pytest.param(write_goodbooks, lambda stars: 2 * stars, "10; 7", id="goodbooks_to_10"),
        pytest.param(write_goodbooks, lambda stars: stars, "5; 3.5", id="goodbooks_to_5"),
        pytest.param(write_crossing, lambda stars: stars, "5; 3.5", id="crossing_to_5"),
        pytest.param(write_crossing, lambda stars: stars - 0.5, "5; 3.5", id="crossing_halves"),
        pytest.param(write_crossing, lambda stars: 4 * stars, "20; 14", id="to_20"),
        pytest.param(write_crossing, lambda stars: 20 * stars, "100; 70", id="to_100"),
        pytest.param(write_crossing, lambda stars: f"{stars}/5", "5; 3.5", id="of_5"),
        pytest.param(write_crossing, lambda stars: f"{stars - 1},5", "5; 3.5", id="decimal_comma"),
        pytest.param(write_crossing, lambda stars: "★" * stars, "5; 3.5", id="stars"),
        pytest.param(write_crossing, lambda stars: f"{20 * stars}%", "100; 70", id="percent"),
        pytest.param(write_crossing, lambda stars: f"{stars} of 5 stars", "5; 3.5", id="of_5_stars"),
        pytest.param(write_crossing, lambda stars: "★" * (stars - 1) + "½", "5; 3.5", id="half_stars"),
        pytest.param(write_crossing, lambda stars: "*" * stars, "5; 3.5", id="asterisks"),
    ],
)
def test_the_scale_is_told_from_the_ratings_and_printed(
    write: Callable[..., Path],
    rating: Callable[[int], object],
    scale: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = Printed(capsys, "check", "--data", write(tmp_path, rating=rating))
    printed.assert_whole()
    assert f"Ratings go up to {scale} and more are likes." in printed.out


def test_marks_of_0_and_1_are_likes_where_they_are_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = Printed(capsys, "check", "--data", write_crossing(tmp_path, rating=lambda stars: int(stars > 3)))
    printed.assert_whole()
    assert "Ratings are 1 for a like and 0 for none." in printed.out


def test_a_scale_on_which_hardly_anything_is_liked_is_remarked_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_crossing(tmp_path, rating=lambda stars: stars + 16)
    (folder / "dataset.json").write_text('{"rating_scale": 100}')
    printed = Printed(capsys, "check", "--data", folder)
    assert "Note: Of the ratings 0.0% are 70 or more of 100 and count as likes." in printed.out


def test_a_stated_scale_and_threshold_come_before_the_ratings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_goodbooks(tmp_path)
    (folder / "dataset.json").write_text('{"name": "Ours", "rating_scale": 10, "like_threshold": 5}')
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.out.startswith("Ours: 250 books")
    assert "Ratings go up to 10; 5 and more are likes." in printed.out


def test_ratings_of_unknown_books_beyond_the_limit_are_refused_unless_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Goodreads' own numbers in place of the dataset's: some are those of other books by chance.
    folder = write_goodbooks(tmp_path, rated_id=lambda book: 240 + 9 * book)
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.code == 2
    assert "of the ratings are of books that the table of books lacks (at most 20% may be)" in printed.err
    assert "ratings of unknown books, dropped; for example reader " in printed.err
    assert Printed(capsys, "check", "--data", folder, "--accept-losses").code == 0


def test_ratings_off_the_scale_beyond_the_limit_are_refused_unless_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_goodbooks(tmp_path, rating=lambda stars: "good" if stars == 2 else stars)
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.code == 2
    assert "12% of the ratings have no reader or no number from 0 to 5 (at most 5% may be)" in printed.err
    assert "rating 'good'" in printed.err
    assert Printed(capsys, "check", "--data", folder, "--accept-losses").code == 0


def test_half_of_a_table_lost_for_any_reasons_is_refused_with_the_three_largest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_goodbooks(tmp_path)
    lines = (folder / "books.csv").read_text().splitlines()
    broken = [f"{line},too,many" for line in lines[1:101]] + [line.rpartition(",")[0] + "," for line in lines[101:160]]
    (folder / "books.csv").write_text("\n".join([lines[0], *broken, *lines[160:]]))
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.code == 2
    assert "64% of the books were dropped (at most 50% may be)" in printed.err
    causes = printed.err.splitlines()[1:4]
    assert causes[1].startswith("  100 books.csv: rows with too many fields, dropped; for example '1,")
    assert causes[2].startswith("  59 books without id or title, dropped; for example book '101'")


@pytest.mark.parametrize(("like", "dislike"), [("👍", "👎"), ("like", "dislike"), ("TRUE", "FALSE"), ("1", "-1")])
def test_thumbs_are_likes_and_none(like: str, dislike: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_goodbooks(tmp_path, rating=lambda stars: like if stars > 2 else dislike)
    printed = Printed(capsys, "check", "--data", folder)
    printed.assert_whole()
    assert "Ratings are 1 for a like and 0 for none." in printed.out
    assert "2,000 ratings rows of 0 beside 1, taken as read and not liked" in printed.out


def test_ratings_that_became_dates_are_refused_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = Printed(capsys, "check", "--data", write_goodbooks(tmp_path, rating=lambda stars: f"0{stars}.May"))
    assert printed.code == 2
    assert "rating '05.May' (a spreadsheet took it for a date: format the column as numbers or text" in printed.err
