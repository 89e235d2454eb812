"""The check of a dataset: its lines, its exit code, and that it writes nothing."""

import re
from pathlib import Path

import pytest

from model_build.__main__ import main
from tests.cloudformation import PROJECT
from tests.model_build.small_datasets import BOOKS, RATINGS, USERS, write_kaggle


def test_a_dataset_is_described_by_its_files_columns_scale_and_losses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_kaggle(tmp_path, BOOKS, [*RATINGS, (1, "77", 5), (2, "77", 6)], USERS)
    before = sorted(tmp_path.rglob("*"))
    assert main(["check", "--data", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "Book-Crossing: 3 books; 2 readers read 3 books, of which they rated 2.",
        "  Ratings go up to 10; 7 and more are likes.",
    ]
    assert "  ratings.csv: the ratings, 5 rows" in lines
    assert "    'Book-Title' is title" in lines
    assert "    not read: 'Image-URL-S', 'Image-URL-L'" in lines
    lost = lines.index("  Lost:")
    assert lines[lost + 1 : lost + 4] == [
        "    2 ratings of unknown books, dropped; for example reader '1', book '77', rating '5'",
        "  Repaired, set aside or incomplete:",
        "    1 ratings rows of 0, taken as read and not rated",
    ]
    assert lines[-2:] == [
        "A model can be built: 3 editions, 2 readers, 3 books read by them.",
        "Nothing was written.",
    ]
    assert sorted(tmp_path.rglob("*")) == before


def test_several_datasets_are_checked_as_a_build_would_join_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = write_kaggle(tmp_path / "first", BOOKS, RATINGS)
    second = write_kaggle(tmp_path / "second", BOOKS[:2], [(1, BOOKS[0][0], 9)])
    assert main(["check", "--data", str(first), "--data", str(second)]) == 0
    assert "5 editions, 3 readers, 4 books read by them" in capsys.readouterr().out
    assert main(["check", "--data", str(first), "--data", str(first)]) == 2
    assert "are of the same files" in capsys.readouterr().err


def test_a_dataset_that_would_stop_a_build_is_described_and_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ratings = [*RATINGS, *((reader, f"x{reader}", 5) for reader in range(10))]
    folder = write_kaggle(tmp_path, BOOKS, ratings)
    assert main(["check", "--data", str(folder)]) == 2
    printed = capsys.readouterr()
    assert "    10 ratings of unknown books, dropped; for example reader '0', book 'x0', rating '5'" in printed.out
    assert "77% of the ratings are of books that the table of books lacks (at most 20% may be)" in printed.err
    assert "Nothing was written" not in printed.out
    assert main(["check", "--data", str(folder), "--accept-losses"]) == 0
    assert main(["build", "--data", str(folder), "--output", str(tmp_path / "model")]) == 2
    assert not (tmp_path / "model").exists()
    assert main(["build", "--data", str(folder), "--output", str(tmp_path / "model"), "--accept-losses"]) == 0


def test_the_example_in_the_documents_is_read_as_they_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (PROJECT / "infra/docs/data.md").read_text(encoding="utf-8")
    blocks = [re.sub("^    ", "", block, flags=re.MULTILINE) for block in re.findall(r"(?m)(?:^    .*\n)+", text)]
    for name, first in (("books.csv", "record,isbn"), ("loans.csv", "patron,record")):
        (tmp_path / name).write_text(next(block for block in blocks if block.startswith(first)), encoding="utf-8")
    assert main(["check", "--data", str(tmp_path)]) == 0
    assert next(block for block in blocks if block.startswith("own tables")) in capsys.readouterr().out
