"""The sample's covers: one for every book, and never an empty box for a letter the font lacks."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from model_build.sample.bookcase import read_bookcase
from model_build.sample.covers import COVER, draw_cover, draw_covers
from model_build.sample.make_sample import SAMPLE_DIRECTORY

EDITIONS = read_bookcase()
LONGEST = max(EDITIONS, key=lambda edition: len(edition.title))


@pytest.fixture(scope="module")
def covers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Draw the covers of the sample; return their files by their names."""
    output = tmp_path_factory.mktemp("covers")
    assert draw_covers(SAMPLE_DIRECTORY / "Books.csv", output) == len(EDITIONS)
    return {path.name: path for path in output.iterdir()}


def has_room_for_words(image: Image.Image) -> bool:
    """Return True if the margins beside a block at the top or the bottom are of one plain colour."""
    width, height = image.size
    for top in (0, height - 150):
        margins = [image.crop((left, top, left + 14, top + 150)).getcolors() for left in (0, width - 14)]
        if all(colours and len(colours) == 1 for colours in margins):
            return True
    return False


def test_every_book_has_a_cover_named_by_its_id(covers: Mapping[str, Path]) -> None:
    assert covers.keys() == {f"{edition.book_id}.png" for edition in EDITIONS}


def test_covers_are_whole_png_files_of_one_size(covers: Mapping[str, Path]) -> None:
    for path in covers.values():
        with Image.open(path) as image:
            image.load()
            assert (image.format, image.size) == ("PNG", COVER.size)


def test_no_two_books_look_the_same(covers: Mapping[str, Path]) -> None:
    looks = {path.read_bytes() for path in covers.values()}
    assert len(looks) == len(covers)


def test_a_book_always_looks_the_same() -> None:
    one, other = (draw_cover("Dune", "Frank Herbert", "science fiction") for _ in range(2))
    assert one.tobytes() == other.tobytes()


def test_a_genre_without_a_look_of_its_own_gets_a_cover() -> None:
    assert draw_cover("Knots", "R. D. Laing", "knots").size == COVER.size


def test_a_title_that_can_not_be_lettered_is_drawn_without_words() -> None:
    assert has_room_for_words(draw_cover("Snow", "Orhan Pamuk", "contemporary"))
    assert not has_room_for_words(draw_cover("雪国", "川端康成", "contemporary"))


def test_the_longest_title_leaves_the_margins_free() -> None:
    assert len(LONGEST.title) > 200
    assert has_room_for_words(draw_cover(LONGEST.title, LONGEST.author, LONGEST.genre))
