"""Columns of any name, tables of readers of any kind, and files of other projects."""

from pathlib import Path

import pytest

from tests.model_build.commands.libraries import Printed, write_crossing, write_loans


@pytest.mark.parametrize(
    "header",
    ["isbn,Book_Title,author,year,publisher", "isbn,bookTitle,bookAuthor,yearOfPublication,publisher",
     "ISBN,Book Title,Book Author,Year Of Publication,Publisher", "Isbn,BOOK-TITLE,Authors,Year,House"],
    ids=["underscores", "camels", "blanks", "capitals"],
)  # fmt: skip
def test_the_letters_of_a_column_count_alone(header: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_crossing(tmp_path)
    _, *lines = (folder / "Books.csv").read_text().splitlines()
    (folder / "Books.csv").write_text("\n".join([header, *lines]))
    _, *lines = (folder / "Ratings.csv").read_text().splitlines()
    (folder / "Ratings.csv").write_text("\n".join(["user_id,isbn,book rating", *lines]))
    printed = Printed(capsys, "check", "--data", folder)
    printed.assert_whole()
    assert printed.out.startswith("Book-Crossing: ")


def test_a_missing_column_is_named_once_with_its_aliases_and_the_datasets_that_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_loans(tmp_path)
    path = folder / "books.csv"
    path.write_text(path.read_text().replace("title", "words", 1))
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.code == 2
    assert printed.err.count("'title'") == 1
    assert "lacks the column 'title' (or 'book_title', 'name'" in printed.err
    assert "its columns are 'book_id', 'words', 'author'" in printed.err
    assert "Datasets that are read: " in printed.err
    assert "own tables" in printed.err


@pytest.mark.parametrize(
    ("users", "said"),
    [
        pytest.param("User-ID,Age\n1,34\n", "users.csv has no column 'Location'", id="no_location"),
        pytest.param('reader,place,age\n1,"tyler, texas, usa",34\n', "", id="other_names"),
        pytest.param("colour\nred\n", "users.csv was not read: it has no column of the readers' ids", id="no_ids"),
        pytest.param("", "users.csv", id="empty"),
        pytest.param("User-ID,Location,Age\n", "", id="header_alone"),
    ],
)
def test_a_table_of_readers_is_read_for_what_it_has(
    users: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_crossing(tmp_path)
    (folder / "Users.csv").write_text(users)
    printed = Printed(capsys, "check", "--data", folder)
    printed.assert_whole()
    assert said in printed.out


OTHER_PROJECTS = {
    "rectools": {
        "interactions.csv": "user_id,item_id,datetime,weight\n1,7,2024-01-02,3\n2,8,2024-01-03,5\n",
        "items.csv": "item_id,title,authors,release_year,tags\n7,Dune,Frank Herbert,1965,sf\n8,Emma,J. Austen,1815,\n",
        "users.csv": "user_id,age,sex\n1,34,m\n2,18_24,f\n",
    },
    "lenskit": {
        "ratings.csv": "user,item,rating,timestamp\n1,7,4.5,1700000000\n2,8,2,1700000002\n",
        "items.csv": "item,title,author\n7,Dune,Frank Herbert\n8,Emma,Jane Austen\n",
    },
    "recbole": {
        "library.inter": "user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t7\t4\t17e8\n2\t8\t2\t17e8\n",
        "library.item": "item_id:token\ttitle:token_seq\tauthor:token_seq\n7\tDune\tF. Herbert\n8\tEmma\tJ. Austen\n",
        "library.user": "user_id:token\tage:token\n1\t34\n",
    },
    "gorse": {
        "feedback.csv": "feedback_type,user_id,item_id,time_stamp\nread,1,7,2024-01-02\nstar,2,8,2024-01-02\n",
        "items.csv": "item_id,categories,title,author\n7,fiction|deserts,Dune,Frank Herbert\n8,,Emma,Jane Austen\n",
    },
}


@pytest.mark.parametrize("project", OTHER_PROJECTS)
def test_files_of_other_projects_are_read(project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in OTHER_PROJECTS[project].items():
        (tmp_path / name).write_text(text)
    printed = Printed(capsys, "check", "--data", tmp_path)
    assert printed.code == 0, printed.err
    assert "Lost:" not in printed.out
    assert printed.out.startswith("own tables: 2 books; 2 readers read 2 books")
    assert (" is rating\n" in printed.out) == (project != "gorse")


@pytest.mark.parametrize(
    ("ratings", "advice"),
    [
        ("reader_id   book_id   rating\n1   2   5\n", "Divide the columns by commas, semicolons, tabs or bars."),
        (f"reader_id,{','.join(f'b{book}' for book in range(60))}\n", "write one row a rating: reader, book, rating."),
    ],
    ids=["blanks", "matrix"],
)
def test_a_table_of_another_form_is_refused_with_the_form_that_is_read(
    ratings: str, advice: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (write_loans(tmp_path) / "loans.csv").write_text(ratings)
    printed = Printed(capsys, "check", "--data", tmp_path)
    assert printed.code == 2
    assert advice in printed.err
    assert len(printed.err) < 1000


def test_files_of_one_table_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loans = write_loans(tmp_path) / "loans.csv"
    header, *lines = loans.read_text().splitlines()
    loans.unlink()
    for year, part in (("2024", lines[:3000]), ("2025", lines[3000:])):
        (tmp_path / f"loans-{year}.csv").write_text("\n".join([header, *part]))
    printed = Printed(capsys, "check", "--data", tmp_path)
    printed.assert_whole()
    assert "loans-2024.csv + loans-2025.csv: the ratings, 8,000 rows" in printed.out
    assert "loans-2024.csv, loans-2025.csv are read as one table of ratings, in this order." in printed.out
