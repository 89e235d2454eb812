"""Dirty rows: each kind is repaired or dropped, and counted; none stops the build or costs another row."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_build.dataset_files import DatasetFiles
from model_build.datasets import UNKNOWN_AUTHOR, Dataset, read_dataset
from model_build.records import DatasetError
from tests.model_build.small_datasets import (
    KAGGLE_BOOK_COLUMNS,
    KAGGLE_RATING_COLUMNS,
    book,
    comma_lines,
    dump_lines,
    ratings_of,
    read,
    write_dump,
    write_kaggle,
)

HEADER = comma_lines([KAGGLE_BOOK_COLUMNS])
FIRST, LAST = book("01", "First", "Ann Author"), book("09", "Last", "Zoe Author")
RATING = (1, "01", 7)


def read_books(directory: Path, lines: bytes) -> Dataset:
    """Read raw lines between two clean ones, which must come through."""
    write_kaggle(directory, [], [RATING])
    (directory / "Books.csv").write_bytes(HEADER + comma_lines([FIRST]) + lines + comma_lines([LAST]))
    dataset = read(directory)
    titles = dataset.editions["title"].tolist()
    assert (titles[0], titles[-1]) == ("First", "Last")
    return dataset


def read_dump_books(directory: Path, lines: bytes) -> Dataset:
    """The same in the dump's layout."""
    write_dump(directory, [], [RATING])
    clean = dump_lines([FIRST]), dump_lines([LAST])
    (directory / "BX-Books.csv").write_bytes(dump_lines([KAGGLE_BOOK_COLUMNS]) + clean[0] + lines + clean[1])
    dataset = read(directory)
    titles = dataset.editions["title"].tolist()
    assert (titles[0], titles[-1]) == ("First", "Last")
    return dataset


def read_ratings(directory: Path, lines: bytes) -> Dataset:
    """Read raw lines between two clean ratings, which must come through, of the books 01, 02 and 09."""
    write_kaggle(directory, [FIRST, book("02", "Second", "Ann Author"), LAST], [])
    header = comma_lines([KAGGLE_RATING_COLUMNS])
    (directory / "Ratings.csv").write_bytes(header + b"90,01,7\n" + lines + b"99,09,8\n")
    dataset = read(directory)
    assert ratings_of(dataset)[0] == ("90", "01", 7)
    assert ratings_of(dataset)[-1] == ("99", "09", 8)
    return dataset


def between(dataset: Dataset) -> list[tuple[object, ...]]:
    """(source_id, title, author, year, publisher) of the books between the clean ones."""
    columns = dataset.editions[["source_id", "title", "author", "year", "publisher"]].iloc[1:-1]
    return [tuple(None if pd.isna(value) else value for value in row) for row in columns.itertuples(index=False)]


# ---------------------------------------------------------------------------------------------- rows as a whole


def test_a_title_cut_up_at_its_commas_is_joined(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"02,Eats, Shoots, and Leaves,Lynne Truss,2003,Profile,s,m,l\n")
    assert between(dataset) == [("02", "Eats, Shoots, and Leaves", "Lynne Truss", 2003, "Profile")]
    assert dataset.counts["books.csv: rows with too many fields, repaired"] == 1


def test_a_row_without_its_covers_is_filled_up(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"02,Emma,Jane Austen,1815,Murray\n")
    assert between(dataset) == [("02", "Emma", "Jane Austen", 1815, "Murray")]
    assert dataset.editions["image_url"].tolist()[1] == ""
    assert dataset.counts["books.csv: rows with too few fields, repaired"] == 1


def test_a_row_that_fits_no_columns_is_dropped(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"02,Emma\n03,a,b,c,d,e,f,g,h,i,j,k\n")
    assert between(dataset) == []
    assert dataset.counts["books.csv: rows with too few fields, dropped"] == 1
    assert dataset.counts["books.csv: rows with too many fields, dropped"] == 1


def test_ratings_with_too_many_or_too_few_fields_are_dropped(tmp_path: Path) -> None:
    dataset = read_ratings(tmp_path, b"1,02,5,6\n2,02\n")
    assert len(dataset.ratings) == 2
    assert dataset.counts["ratings.csv: rows with too many fields, dropped"] == 1
    assert dataset.counts["ratings.csv: rows with too few fields, dropped"] == 1


def test_empty_lines_are_passed_over(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"\n\r\n   \n02,Emma,Jane Austen,1815,Murray,s,m,l\n\n")
    assert between(dataset) == [("02", "Emma", "Jane Austen", 1815, "Murray")]
    assert not [kind for kind in dataset.counts if "fields" in kind]


def test_a_quoted_title_may_hold_line_breaks(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b'02,"Emma:\r\na\nNovel",Jane Austen,1815,Murray,s,m,l\n')
    assert between(dataset) == [("02", "Emma: a Novel", "Jane Austen", 1815, "Murray")]


def test_a_quote_that_is_never_closed_costs_its_own_row_alone(tmp_path: Path) -> None:
    following = [book(f"1{number}", f"Book {number}", "Ann Author") for number in range(8)]
    dataset = read_books(tmp_path, b'02,"Emma,Jane Austen,1815,Murray,s,m,l\n' + comma_lines(following))
    assert [row[0] for row in between(dataset)] == [row[0] for row in following]
    assert dataset.counts["books.csv: rows with too few fields, dropped"] == 1


def test_a_quote_that_is_never_closed_does_not_swallow_the_quoted_row_after_it(tmp_path: Path) -> None:
    # The next row's opening quote closes the open one, and the two rows together have as many fields as one.
    lines = b'02,"Emma,Jane Austen,1815,Murray,s,m,l\n03,"Persuasion",Jane Austen,1817,Murray,s,m,l\n'
    dataset = read_books(tmp_path, lines)
    assert between(dataset) == [("03", "Persuasion", "Jane Austen", 1817, "Murray")]
    assert dataset.counts["books.csv: rows with too few fields, dropped"] == 1


def test_a_title_may_go_on_after_a_line_break_with_commas_as_many_as_columns(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b'02,"Love:\nwell, actually",Jane Austen,1815,Murray,s,m,l\n')
    assert between(dataset) == [("02", "Love: well, actually", "Jane Austen", 1815, "Murray")]


def test_a_quote_that_is_never_closed_in_the_dump_costs_its_own_row_alone(tmp_path: Path) -> None:
    following = dump_lines([book("03", "Third", "Ann Author"), book("04", "Fourth", "Ann Author")])
    dataset = read_dump_books(tmp_path, b'"02";"Emma;"Jane Austen";"1815\\"\r\n' + following)
    assert [row[:2] for row in between(dataset)][-2:] == [("03", "Third"), ("04", "Fourth")]


def test_quotes_in_a_field_without_quotes_are_part_of_it(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b'02,The "Real" Emma,Jane Austen,1815,Murray,s,m,l\n')
    assert between(dataset) == [("02", 'The "Real" Emma', "Jane Austen", 1815, "Murray")]


def test_nul_bytes_are_taken_out(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"0\x002,Em\x00ma,Jane\x00 Austen,18\x0015,Murray,s,m,l\n\x00\n")
    assert between(dataset) == [("02", "Emma", "Jane Austen", 1815, "Murray")]


def test_carriage_returns_within_a_line_are_blanks(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b'02,Emma\rWoodhouse,"Jane\rAusten"\r,1815,Murray,s,m,l\r\r\n')
    assert between(dataset) == [("02", "Emma Woodhouse", "Jane Austen", 1815, "Murray")]


def test_a_field_beyond_all_measure_costs_its_own_row_and_is_counted(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"02," + b"x" * 200_000 + b",Jane Austen,1815,Murray,s,m,l\n")
    assert between(dataset) == []
    assert dataset.counts["books.csv: rows with too few fields, dropped"] == 1


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_byte_order_mark_and_either_line_ending_are_read(newline: bytes, tmp_path: Path) -> None:
    write_kaggle(tmp_path, [FIRST, LAST], [RATING], [(1, "tyler, texas, usa", 34)])
    expected = read(tmp_path)
    for path in tmp_path.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", newline))
    dataset = read(tmp_path)
    pd.testing.assert_frame_equal(dataset.editions, expected.editions)
    pd.testing.assert_frame_equal(dataset.ratings, expected.ratings)
    pd.testing.assert_frame_equal(dataset.readers, expected.readers)


def test_the_last_line_may_lack_its_end(tmp_path: Path) -> None:
    write_kaggle(tmp_path, [FIRST], [RATING, (2, "01", 8)])
    path = tmp_path / "Ratings.csv"
    path.write_bytes(path.read_bytes().rstrip())
    assert ratings_of(read(tmp_path)) == [("1", "01", 7), ("2", "01", 8)]


def test_bytes_that_are_no_utf_8_are_read_as_windows_1252(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, "02,Caf\xe9 \x93Noir\x94,Jos\xe9 A,2001,P,s,m,l\n".encode("latin-1"))
    assert between(dataset) == [("02", "Caf\xe9 “Noir”", "José A", 2001, "P")]
    # 0x81 is no character of Windows-1252 either.
    assert between(read_books(tmp_path, b"02,Lost \x81 Letter,Ann,2001,P,s,m,l\n"))[0][0] == "02"


# ---------------------------------------------------------------------------------------------- books


def test_the_rows_with_shifted_columns_of_kaggles_file_are_put_right(tmp_path: Path) -> None:
    # The three rows, famous among those who take years for numbers, as they stand in that file.
    def shifted(isbn: str, title: str, author: str, year: int, publisher: str) -> str:
        covers = ",".join(f"http://i.example/{size}.jpg" for size in "TML")
        return f'{isbn},"{title}\\"";{author}""",{year},{publisher},{covers},\n'

    level = "(Level 4: Proficient Readers)"
    began = f"DK Readers: Creating the X-Men, How It All Began {level}"
    come_to_life = f"DK Readers: Creating the X-Men, How Comic Books Come to Life {level}"
    clezio = "Jean-Marie Gustave Le Cl\u00c3\u0083?\u00c3\u0082\u00c2\u00a9zio"
    lines = [
        shifted("078946697X", began, "Michael Teitelbaum", 2000, "DK Publishing Inc"),
        shifted("2070426769", "Peuple du ciel, suivi de 'Les Bergers", clezio, 2003, "Gallimard"),
        shifted("0789466953", come_to_life, "James Buckley", 2000, "DK Publishing Inc"),
    ]
    dataset = read_books(tmp_path, "".join(lines).encode())
    assert between(dataset) == [
        ("078946697X", began, "Michael Teitelbaum", 2000, "DK Publishing Inc"),
        ("2070426769", "Peuple du ciel, suivi de 'Les Bergers", "Jean-Marie Gustave Le Clézio", 2003, "Gallimard"),
        ("0789466953", come_to_life, "James Buckley", 2000, "DK Publishing Inc"),
    ]
    assert dataset.counts["books with shifted columns, repaired"] == 3
    assert dataset.editions["image_url"].tolist()[1] == "http://i.example/L.jpg"


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
    assert dataset.editions["image_url"].tolist()[1] == "http://i.example/M.jpg"


def test_a_row_of_the_dump_that_runs_title_and_author_together_is_put_right(tmp_path: Path) -> None:
    dataset = read_dump_books(tmp_path, b'"02";"Emma\\";Jane Austen";"1815";"Murray";"s";"m";"l"\r\n')
    assert between(dataset) == [("02", "Emma", "Jane Austen", 1815, "Murray")]


@pytest.mark.parametrize("year", ["0", "", "DK Publishing Inc", "2050", "nan", "inf", "1e999", "9" * 40, "19x9"])
def test_a_year_that_is_none_is_left_out(year: str, tmp_path: Path) -> None:
    dataset = read_books(tmp_path, comma_lines([book("02", "Emma", "Jane Austen", year)]))
    assert between(dataset) == [("02", "Emma", "Jane Austen", None, "Publisher")]
    assert dataset.counts["books without a believable year"] == 1


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
def test_accents_encoded_more_than_once_are_put_right(listed: str, title: str, tmp_path: Path) -> None:
    dataset = read_books(tmp_path, comma_lines([book("02", listed, "Ann Author")]))
    assert [row[1] for row in between(dataset)] == [title]
    assert dataset.counts["titles and authors with broken text, repaired"] == 1


def test_accents_of_the_dump_are_put_right_also_where_a_byte_was_lost(tmp_path: Path) -> None:
    lines = dump_lines([book("02", "LÃ?Â¼bbe", "Jean-Marie Le ClÃ?Â©zio"), book("03", "CÃ³mo ser", "MarÃ\xada")])
    assert [row[1:3] for row in between(read_dump_books(tmp_path, lines))] == [
        ("Lübbe", "Jean-Marie Le Clézio"),
        ("Cómo ser", "María"),
    ]


# ---------------------------------------------------------------------------------------------- ratings


def test_ratings_of_unknown_books_are_dropped(tmp_path: Path) -> None:
    dataset = read_ratings(tmp_path, b"1,77,5\n2,,5\n")
    assert len(dataset.ratings) == 2
    assert dataset.counts["ratings of unknown books, dropped"] == 2


@pytest.mark.parametrize("rating", ["", "good", "nan", "-1", "11", "inf", "-inf", "1e9", "NULL", "5,5"])
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


# ---------------------------------------------------------------------------------------------- readers


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


# ---------------------------------------------------------------------------------------------- anything at all

BOOKS = [
    book("0100", "Emma", "Jane Austen", 1815),
    book("0200", "Eats, Shoots & Leaves", "Truss, Lynne", 2003),
    book("0300", 'The "Real" Thing', "Henry James", 1892),
    book("0400", "Élan vital", "Henri Bergson", 1907),
    book("0500", "Last, not Least", "Zoe Author", 1999),
]
RATINGS = [(reader, row[0], rating) for reader, rating in ((11, 7), (12, 0), (13, 10)) for row in BOOKS]
USERS = [(11, "tyler, texas, usa", 34), (12, "köln, n/a, germany", None), (13, "a, b, c", 20)]
SPLICES = st.binary(max_size=12) | st.text(alphabet='",;\\\r\n\t\0 0é', max_size=12).map(str.encode)


@given(
    row=st.integers(0, len(BOOKS) - 1),
    place=st.integers(0, 200),
    splice=SPLICES,
    is_dump=st.booleans(),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_bytes_spliced_into_a_books_row_cost_no_other_row(
    tmp_path_factory: pytest.TempPathFactory, row: int, place: int, splice: bytes, *, is_dump: bool
) -> None:
    as_lines = dump_lines if is_dump else comma_lines
    lines = [as_lines([each]) for each in BOOKS]
    content = lines[row].rstrip(b"\r\n")
    place = min(place, len(content))
    lines[row] = content[:place] + splice + content[place:] + b"\r\n"
    directory = tmp_path_factory.getbasetemp() / "spliced-books"
    directory.mkdir(exist_ok=True)
    books, ratings = directory / "Books.csv", directory / "Ratings.csv"
    books.write_bytes(as_lines([KAGGLE_BOOK_COLUMNS]) + b"".join(lines))
    ratings.write_bytes(comma_lines([KAGGLE_RATING_COLUMNS, *RATINGS]))
    editions = read_dataset(DatasetFiles.named(books, ratings, None)).editions
    found = set(editions[["source_id", "title", "author", "year"]].itertuples(index=False, name=None))
    assert {tuple(each[:4]) for each in BOOKS if each is not BOOKS[row]} <= found


@given(row=st.integers(0, len(RATINGS) - 1), place=st.integers(0, 20), splice=SPLICES, is_dump=st.booleans())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_bytes_spliced_into_a_rating_cost_no_other_rating(
    tmp_path_factory: pytest.TempPathFactory, row: int, place: int, splice: bytes, *, is_dump: bool
) -> None:
    as_lines = dump_lines if is_dump else comma_lines
    lines = [as_lines([each]) for each in RATINGS]
    content = lines[row].rstrip(b"\r\n")
    place = min(place, len(content))
    lines[row] = content[:place] + splice + content[place:] + b"\n"
    directory = tmp_path_factory.getbasetemp() / "spliced-ratings"
    directory.mkdir(exist_ok=True)
    books, ratings = directory / "Books.csv", directory / "Ratings.csv"
    books.write_bytes(comma_lines([KAGGLE_BOOK_COLUMNS, *BOOKS]))
    ratings.write_bytes(as_lines([KAGGLE_RATING_COLUMNS]) + b"".join(lines))
    found = set(ratings_of(read_dataset(DatasetFiles.named(books, ratings, None))))
    untouched = RATINGS[:row] + RATINGS[row + 1 :]
    assert {(str(reader), book_id, rating) for reader, book_id, rating in untouched} <= found


@given(
    name=st.sampled_from(["Books.csv", "Ratings.csv", "Users.csv"]),
    place=st.integers(0, 900),
    removed=st.integers(0, 40),
    splice=st.binary(max_size=40) | SPLICES,
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_whatever_stands_in_a_file_the_build_reads_it_or_says_what_is_wrong(
    tmp_path_factory: pytest.TempPathFactory, name: str, place: int, removed: int, splice: bytes
) -> None:
    directory = write_kaggle(tmp_path_factory.getbasetemp() / "spliced-anywhere", BOOKS, RATINGS, USERS)
    path = directory / name
    content = path.read_bytes()
    place %= len(content)
    path.write_bytes(content[:place] + splice + content[place + removed :])
    try:
        dataset = read(directory)
    except DatasetError as error:
        # One sentence or two, and never an empty dataset.
        assert name in str(error) or "No usable rating" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert len(dataset.ratings) > 0
        assert dataset.ratings["edition"].max() < len(dataset.editions)
        assert dataset.ratings["reader"].max() < len(dataset.readers)
