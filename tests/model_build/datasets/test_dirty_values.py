"""Dirty values: they are repaired, left out or dropped, and counted; none stops the build."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from tests.model_build.datasets.dirty_datasets import FIRST, RATING, between, read_books, read_dump_books, read_ratings
from tests.model_build.small_datasets import book, comma_lines, dump_lines, ratings_of, read, write_kaggle


def test_the_rows_with_shifted_columns_of_kaggles_file_are_repaired(tmp_path: Path) -> None:
    # The three rows, well known to people who read years as numbers, byte for byte.
    def shifted_row(isbn: str, title: str, author: str, year: int, publisher: str) -> str:
        covers = ",".join(f"http://i.example/{size}.jpg" for size in "TML")
        return f'{isbn},"{title}\\"";{author}""",{year},{publisher},{covers},\n'

    level = "(Level 4: Proficient Readers)"
    began = f"DK Readers: Creating the X-Men, How It All Began {level}"
    come_to_life = f"DK Readers: Creating the X-Men, How Comic Books Come to Life {level}"
    clezio = "Jean-Marie Gustave Le Cl\u00c3\u0083?\u00c3\u0082\u00c2\u00a9zio"
    lines = [
        shifted_row("078946697X", began, "Michael Teitelbaum", 2000, "DK Publishing Inc"),
        shifted_row("2070426769", "Peuple du ciel, suivi de 'Les Bergers", clezio, 2003, "Gallimard"),
        shifted_row("0789466953", come_to_life, "James Buckley", 2000, "DK Publishing Inc"),
    ]
    dataset = read_books(tmp_path, "".join(lines).encode())
    assert between(dataset) == [
        ("078946697X", began, "Michael Teitelbaum", 2000, "DK Publishing Inc"),
        ("2070426769", "Peuple du ciel, suivi de 'Les Bergers", "Jean-Marie Gustave Le Clézio", 2003, "Gallimard"),
        ("0789466953", come_to_life, "James Buckley", 2000, "DK Publishing Inc"),
    ]
    assert dataset.counts["books with shifted columns, repaired"] == 3
    assert dataset.editions["image_url"].tolist()[1] == "https://i.example/L.jpg"


def test_the_same_rows_of_the_dump_are_read_by_its_escaped_quotes(tmp_path: Path) -> None:
    line = (
        '"078946697X";"DK Readers: Creating the X-Men, How It All Began (Level 4: Proficient Readers)\\"";'
        '"Michael Teitelbaum";"2000";"DK Publishing Inc";"http://i.example/T.jpg";"http://i.example/M.jpg";'
        '"http://i.example/L.jpg"\r\n'
    )
    dataset = read_dump_books(tmp_path, line.encode())
    ((source_id, title, *others),) = between(dataset)
    assert source_id == "078946697X"
    assert str(title).rstrip('"') == "DK Readers: Creating the X-Men, How It All Began (Level 4: Proficient Readers)"
    assert others == ["Michael Teitelbaum", 2000, "DK Publishing Inc"]
    assert dataset.editions["image_url"].tolist()[1] == "https://i.example/M.jpg"


def test_a_row_of_the_dump_that_runs_title_and_author_together_is_repaired(tmp_path: Path) -> None:
    dataset = read_dump_books(tmp_path, b'"02";"Emma\\";Jane Austen";"1815";"Murray";"s";"m";"l"\r\n')
    assert between(dataset) == [("02", "Emma", "Jane Austen", 1815, "Murray")]


@pytest.mark.parametrize("year", ["0", "", "DK Publishing Inc", "2050", "nan", "inf", "1e999", "9" * 40, "19x9"])
def test_a_year_beyond_belief_is_left_out(year: str, tmp_path: Path) -> None:
    dataset = read_books(tmp_path, comma_lines([book("02", "Emma", "Jane Austen", year)]))
    assert between(dataset) == [("02", "Emma", "Jane Austen", None, "Publisher")]
    assert dataset.counts["books without a believable year"] == 1


def test_a_year_beyond_the_one_after_the_newest_common_year_is_left_out(tmp_path: Path) -> None:
    books = [book(f"{number:05}", "Emma", "Jane Austen", "2004") for number in range(1997)]
    books += [book("2005", "Emma", "Jane Austen", "2005"), book("2006", "Emma", "Jane Austen", "2006")]
    years = read_books(tmp_path, comma_lines(books)).editions.set_index("source_id")["year"]
    assert years["2005"] == 2005
    assert pd.isna(years["2006"])


def test_books_of_next_year_are_believed(tmp_path: Path) -> None:
    next_year = datetime.now(UTC).year + 1
    lines = comma_lines([book("02", "Emma", "Jane Austen", f"{next_year}"), book("03", "Emma", "", f"{next_year + 1}")])
    years = read_books(tmp_path, lines).editions.set_index("source_id")["year"]
    assert years["02"] == next_year
    assert pd.isna(years["03"])


@pytest.mark.parametrize("author", ["", "  ", "nan", "NULL", "Not Applicable", "n/a", "unknown"])
def test_a_book_without_author_stays(author: str, tmp_path: Path) -> None:
    dataset = read_books(tmp_path, comma_lines([book("02", "Beowulf", author)]))
    assert between(dataset) == [("02", "Beowulf", UNKNOWN_AUTHOR, 1999, "Publisher")]
    assert dataset.counts["books without author"] == 1


def test_books_without_title_or_id_are_dropped(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, comma_lines([book("02", " ", "Ann Author"), book("", "Lost", "Ann Author")]))
    assert between(dataset) == []
    assert dataset.counts["books without id or title, dropped"] == 2


def test_of_a_book_listed_twice_the_first_row_stands(tmp_path: Path) -> None:
    lines = comma_lines([book("02", "Emma", "Jane Austen"), book("02", "Emmma", "J. Austen")])
    dataset = read_books(tmp_path, lines)
    assert between(dataset) == [("02", "Emma", "Jane Austen", 1999, "Publisher")]
    assert dataset.counts["books listed twice, dropped"] == 1


@pytest.mark.parametrize(
    ("listed", "title"),
    [
        ("Cien AÃ\x83Â±os de Soledad", "Cien Años de Soledad"),  # encoded three times over, as in Kaggle's file
        ("Cien AÃ±os de Soledad", "Cien Años de Soledad"),
        ("Tom &amp; Huck&#39;s", "Tom & Huck's"),
        ("Das Buch der lÃ\x83?Ã\x82Â¤cherlichen Liebe", "Das Buch der lächerlichen Liebe"),
    ],
)
def test_accents_encoded_more_than_once_are_repaired(listed: str, title: str, tmp_path: Path) -> None:
    dataset = read_books(tmp_path, comma_lines([book("02", listed, "Ann Author")]))
    assert [row[1] for row in between(dataset)] == [title]
    assert dataset.counts["titles and authors with broken text, repaired"] == 1


def test_accents_of_the_dump_are_repaired_also_where_a_byte_was_lost(tmp_path: Path) -> None:
    lines = dump_lines([book("02", "LÃ?Â¼bbe", "Jean-Marie Le ClÃ?Â©zio"), book("03", "CÃ³mo ser", "MarÃ\xada")])
    assert [row[1:3] for row in between(read_dump_books(tmp_path, lines))] == [
        ("Lübbe", "Jean-Marie Le Clézio"),
        ("Cómo ser", "María"),
    ]


def test_ratings_of_unknown_books_are_dropped(tmp_path: Path) -> None:
    dataset = read_ratings(tmp_path, b"1,77,5\n2,,5\n")
    assert len(dataset.ratings) == 2
    assert dataset.counts["ratings of unknown books, dropped"] == 2


@pytest.mark.parametrize("rating", ["good", "nan", "-2", "11", "inf", "-inf", "1e9", "NULL", "5,5,5", "6/5"])
def test_ratings_that_are_no_number_from_0_to_10_are_dropped(rating: str, tmp_path: Path) -> None:
    dataset = read_ratings(tmp_path, comma_lines([(1, "02", rating)]))
    assert len(dataset.ratings) == 2
    assert dataset.counts["ratings without reader or usable number, dropped"] == 1


def test_ratings_without_a_reader_are_dropped(tmp_path: Path) -> None:
    dataset = read_ratings(tmp_path, b",02,5\n")
    assert len(dataset.ratings) == 2
    assert dataset.counts["ratings without reader or usable number, dropped"] == 1


def test_of_a_readers_several_ratings_of_a_book_the_last_stands(tmp_path: Path) -> None:
    dataset = read_ratings(tmp_path, b"1,02,5\n1,02,9\n2,02,4\n1,02,6\n")
    assert ratings_of(dataset)[1:-1] == [("2", "02", 4), ("1", "02", 6)]
    assert dataset.counts["ratings of a book twice by one reader, dropped"] == 2


@pytest.mark.parametrize("lines", [b"1,02,5\n1,02,0\n", b"1,02,0\n1,02,5\n"])
def test_a_rating_outweighs_a_mere_read_it_of_the_same_book(lines: bytes, tmp_path: Path) -> None:
    assert ratings_of(read_ratings(tmp_path, lines))[1:-1] == [("1", "02", 5)]


def test_blanks_around_ids_and_numbers_do_not_matter(tmp_path: Path) -> None:
    assert ratings_of(read_ratings(tmp_path, b" 1 ,\t02 , 5 \n"))[1:-1] == [("1", "02", 5)]


def test_a_table_of_readers_may_be_a_header_alone(tmp_path: Path) -> None:
    dataset = read(write_kaggle(tmp_path, [FIRST], [RATING]))
    assert dataset.readers["country"].tolist() == [""]


@pytest.mark.parametrize("age", ["244", "0", "4", "101", "-3", "inf"])
def test_ages_beyond_belief_are_left_out(age: str, tmp_path: Path) -> None:
    dataset = read(write_kaggle(tmp_path, [FIRST], [RATING], [(1, "tyler, texas, usa", age)]))
    assert dataset.readers["age"].isna().all()
    assert dataset.readers["country"].tolist() == ["usa"]
    assert dataset.counts["readers' ages beyond belief, dropped"] == 1


@pytest.mark.parametrize("location", ["", "n/a, n/a, n/a", "tyler, texas,", ", , "])
def test_a_location_without_country_is_none(location: str, tmp_path: Path) -> None:
    dataset = read(write_kaggle(tmp_path, [FIRST], [RATING], [(1, location, "nan")]))
    assert dataset.readers["country"].tolist() == [""]
    assert dataset.counts["readers' ages beyond belief, dropped"] == 0


def test_a_table_of_readers_may_lack_their_ages(tmp_path: Path) -> None:
    write_kaggle(tmp_path, [FIRST], [RATING])
    (tmp_path / "Users.csv").write_bytes(comma_lines([["User-ID", "Location"], [1, "tyler, texas, usa"]]))
    dataset = read(tmp_path)
    assert dataset.readers["country"].tolist() == ["usa"]
    assert dataset.readers["age"].isna().all()
