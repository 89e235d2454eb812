from pathlib import Path

import pytest

from model_build.open_library.dump_files import DumpFile
from model_build.open_library.dump_lines import Losses
from model_build.open_library.kept_works import RatedBooks, keep_works, works_of_rated_books
from model_build.open_library.reader_counts import ReaderCounts
from model_build.open_library.redirects import Redirects
from tests.model_build.open_library.dumps import edition, write_dumps

NO_REDIRECTS = Redirects.of_pairs([])
NO_READERS = ReaderCounts.of_reads([], NO_REDIRECTS)


def rated_books(title: str, *isbns: str, work_key: str = "") -> RatedBooks:
    books = RatedBooks()
    books.add(title, "Frank Herbert", isbns, work_key)
    return books


def works_with(
    directory: Path,
    lines: list[str],
    books: RatedBooks,
    readers: ReaderCounts = NO_READERS,
    *,
    redirects: Redirects = NO_REDIRECTS,
    losses: Losses | None = None,
) -> set[int]:
    write_dumps(directory, editions=lines)
    files = [DumpFile(directory / "ol_dump_editions_2026-10-31.txt", "editions")]
    return works_of_rated_books(files, books, readers, redirects, losses or Losses())


@pytest.mark.parametrize(
    "fields",
    [
        {"isbn_10": ["0441172717"]}, {"isbn_13": ["9780441172719"]}, {"isbn_13": ["0000000000", "978-0-441-17271-9"]},
        {"isbn_10": ["0-441-17271-7"]}, {"isbn_13": "9780441172719"}, {"isbn_10": ["0441172717 (pbk.)"]},
    ],
)  # fmt: skip
@pytest.mark.parametrize("listed", ["0441172717", "9780441172719", "441172717", "0-441-17271-7"])
def test_a_work_with_a_rated_isbn_is_found_in_any_form_of_the_isbn(
    tmp_path: Path, fields: dict[str, list[str]], listed: str
) -> None:
    assert works_with(tmp_path, [edition(1, 5, "Dune", **fields)], rated_books("Dune", listed)) == {5}


def test_the_last_character_of_an_isbn_may_be_a_small_x(tmp_path: Path) -> None:
    lines = [edition(1, 5, "Odd", isbn_10=["080442957x"])]
    assert works_with(tmp_path, lines, rated_books("Odd", "080442957X")) == {5}


def test_works_that_were_merged_are_those_they_became(tmp_path: Path) -> None:
    lines = [edition(1, 5, "Dune", isbn_10=["0441172717"])]
    assert works_with(tmp_path, lines, rated_books("Dune", "0441172717"), redirects=Redirects.of_pairs([(5, 6)])) == {6}


def test_an_isbn_used_again_is_that_of_the_work_with_the_rated_title(tmp_path: Path) -> None:
    lines = [edition(1, 5, "Cooking", isbn_10=["0441172717"]), edition(2, 6, "Dune: a novel", isbn_10=["0441172717"])]
    losses = Losses()
    assert works_with(tmp_path, lines, rated_books("Dune", "0441172717"), losses=losses) == {6}
    assert losses.counts["rated ISBNs that several works have"] == 1


def test_an_isbn_of_several_works_without_the_title_is_that_of_the_most_read(tmp_path: Path) -> None:
    lines = [edition(1, [5, 6], "Three Novels", isbn_10=["0441172717"])]
    readers = ReaderCounts.of_reads([5, 6, 6], NO_REDIRECTS)
    assert works_with(tmp_path, lines, rated_books("Dune", "0441172717"), readers) == {6}


def test_a_rated_edition_without_a_work_is_counted(tmp_path: Path) -> None:
    losses = Losses()
    lines = [edition(1, [], "Dune", isbn_10=["0441172717"])]
    assert works_with(tmp_path, lines, rated_books("Dune", "0441172717"), losses=losses) == set()
    assert losses.counts["editions: with a rated ISBN but without a work"] == 1


def test_works_are_kept_that_are_rated_named_or_read_enough() -> None:
    readers = ReaderCounts.of_reads([1, 1, 1, 2], NO_REDIRECTS)
    books = rated_books("Dune", work_key="/works/OL8W")
    books.add("Odd", "", [], "OL9A")
    assert keep_works({5}, books, readers, Redirects.of_pairs([(8, 9)]), least=3).tolist() == [1, 5, 9]
