"""An operator's rules: the rows that are read, those that are refused, and the works that a rule names."""

from pathlib import Path

import pytest

from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.joined_sources import join_sources
from model_build.left_out.book_rules import Action, BookRule, read_book_rules, works_of_rules
from model_build.works.gather import join_editions
from tests.model_build.source_tables import BookRow, source_tables


def rules_in(tmp_path: Path, *lines: str) -> list[BookRule]:
    path = tmp_path / "rules.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_book_rules(path)


def test_a_rule_names_a_book_by_its_isbn_or_by_title_and_author(tmp_path: Path) -> None:
    assert rules_in(
        tmp_path,
        "action,isbn,title,author,why",
        "block,978-0-441-17271-9,,,tired of it",
        "Allow,,Emma,Jane Austen,",
        'block,"=""0679734473""",Ubik,Philip K. Dick,',
    ) == [
        BookRule(2, Action.BLOCK, "0441172717", "", ""),
        BookRule(3, Action.ALLOW, "", "Emma", "Jane Austen"),
        BookRule(4, Action.BLOCK, "0679734473", "Ubik", "Philip K. Dick"),
    ]
    assert rules_in(tmp_path, "isbn,action", "441172717,block") == [BookRule(2, Action.BLOCK, "0441172717", "", "")]
    assert rules_in(tmp_path, "action,isbn") == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("ban,0441172717,,", "line 2: expected the action 'block' or 'allow', not 'ban'"),
        (",0441172717,,", "line 2: expected the action 'block' or 'allow', not ''"),
        ("block,0441172718,,", "line 2: expected an ISBN of 10 or 13 digits whose check digit holds, not '0441172718'"),
        ("block,9.78E+12,,", "not '9.78E+12'. Correct it, or leave it empty and give title and author."),
        ("block,,Emma,", "line 2: expected an ISBN, or a title and its author, not the title 'Emma' alone"),
        ("block,,,Jane Austen", "not the author 'Jane Austen' alone"),
        ("block,,,", "line 2: expected an ISBN, or a title and its author, not neither"),
        ("block,,Emma,Jane,Austen", "line 2: expected 4 fields as in the first line, not 5"),
    ],
    ids=["action", "no action", "check digit", "rounded", "title alone", "author alone", "nothing", "too many"],
)
def test_a_bad_row_is_refused_by_its_line_with_what_was_expected(row: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as error:
        rules_in(tmp_path, "action,isbn,title,author", row)
    assert reason in str(error.value)


def test_all_bad_rows_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as error:
        rules_in(tmp_path, "action,isbn", "block,1", "block,0441172717", "ban,0441172717", "allow,")
    assert "line 2: expected an ISBN" in str(error.value)
    assert str(error.value).endswith("Further lines that can't be used: 4, 5.")


def test_a_file_without_actions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="lacks the column 'action'"):
        rules_in(tmp_path, "isbn,title,author", "0441172717,,")


BOOKS: list[BookRow] = [
    ("1", "Dune", "Frank Herbert", {"isbns": ("0441172717",)}),
    ("2", "DUNE (Paperback)", "Herbert, Frank", {"isbns": ("0340839937",)}),
    ("3", "Emma", "Jane Austen"),
    ("4", "Emma", "Alexander McCall Smith"),
    ("5", "Poems", "John Smith", {"work_id": "a"}),
    ("6", "Poems", "John Smith", {"work_id": "b"}),
    ("7", "Der Wüstenplanet / Dune", "Frank Herbert"),
]


@pytest.mark.parametrize(
    ("rule", "editions"),
    [
        (("0340839937", "", ""), {"1", "2"}),
        (("", "Dune", "Frank Herbert"), {"1", "2", "7"}),
        (("", "dune: a novel", "F. Herbert"), {"1", "2", "7"}),
        (("", "Der Wüstenplanet", "Frank Herbert"), {"7"}),
        (("", "Emma", "Austen, Jane"), {"3"}),
        (("", "Emma", "Nobody Else"), set[str]()),
        (("0679734473", "", ""), set[str]()),
        (("0679734473", "Emma", "Jane Austen"), {"3"}),
        (("", "Poems", "John Smith"), {"5", "6"}),
    ],
    ids=[
        "isbn",
        "title",
        "other spelling",
        "title in another language",
        "namesake",
        "stranger",
        "unknown isbn",
        "either",
        "kept apart",
    ],
)
def test_a_rule_names_whole_works(rule: tuple[str, str, str], editions: set[str]) -> None:
    ratings = [("a", row[0], 8.0) for row in BOOKS]
    dataset = join_sources([source_tables(BOOKS, ratings, final_work_ids=True)])
    joined = join_editions(dataset)
    (works,) = works_of_rules([BookRule(2, Action.BLOCK, *rule)], joined)
    of_works = zip(dataset.editions["source_id"], joined.groups.tolist(), strict=True)
    assert {source_id for source_id, work in of_works if work in works} == editions


def test_a_rule_is_written_as_it_is_in_the_file() -> None:
    assert str(BookRule(3, Action.BLOCK, "0441172717", "Dune", "Frank Herbert")) == (
        'line 3: block "Dune" by Frank Herbert or 0441172717'
    )
    assert str(BookRule(4, Action.ALLOW, "0441172717", "", "")) == "line 4: allow 0441172717"
