"""A training from datasets in S3, and shelves, to a published model."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.__main__ import main
from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.learning.pseudonyms import PseudonymKey
from model_build.publish.publish import ModelStore
from model_build.publish.s3_objects import PublishConfig
from shelftalker.model.catalogue import Catalogue
from tests.exported_shelves import KEY, Item, deletion, opted_in, opted_out, stars_of, write_data_file, write_export
from tests.model_build.small_datasets import book, write_kaggle

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_ssm import SSMClient


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model_build.publish.publish.PUBLISH", PublishConfig(seconds_between_versions=0))


def write_shop(folder: Path, number: int) -> Path:
    """Write a dataset of 40 books with three readers each; the second one has an edition more of one of them."""
    books = [book(f"{isbn:09d}X", f"Book the {isbn}th of many", f"Author {isbn % 7}") for isbn in range(1, 41)]
    ratings = [(isbn % 20 + reader, f"{isbn:09d}X", 7) for isbn in range(1, 41) for reader in range(3)]
    for _ in range(number):
        books.append(book("000000000X", "Book the 7th of many", "Author 0"))
        ratings += [(reader, "000000000X", 7) for reader in range(10, 20)]
    return write_kaggle(folder, books, ratings)


def ids_of(model: Path) -> dict[str, str]:
    """Return the ids of a model's books by title."""
    with closing(Catalogue.open(model)) as catalogue:
        return {known.title: known.book_id for known in catalogue.all_books()}


def test_a_second_training_keeps_the_ids_of_the_first(
    bucket: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address, to = f"s3://{bucket}/datasets/shop", f"s3://{bucket}/models"
    ids = []
    for number in range(2):
        folder = write_shop(tmp_path / str(number), number)
        assert main(["upload-dataset", "--data", str(folder), "--to", address, "--replace"]) == 0
        assert main(["train", "--data", address, "--to", to]) == 0
        printed = capsys.readouterr().out
        assert f"Downloaded {address}." in printed
        assert f"is now current at {to}." in printed
        assert ModelStore.at(to).download_current(tmp_path / f"model-{number}")
        ids.append(ids_of(tmp_path / f"model-{number}"))
    assert ids[0] == ids[1]

    build_model(DatasetFiles.found_in(tmp_path / "1"), tmp_path / "alone")
    assert ids_of(tmp_path / "alone") != ids[0]


def test_a_training_without_its_dataset_changes_nothing(
    bucket: str, s3: "S3Client", capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "--data", f"s3://{bucket}/datasets/none", "--to", f"s3://{bucket}/models"]) == 2
    assert "There is no dataset at" in capsys.readouterr().err
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


@dataclass(frozen=True, slots=True)
class Trainings:
    """Trainings with a dataset that was uploaded.

    Attributes:
        bucket: The bucket of the dataset and of the models.
        folder: Folder for exports and models.
    """

    bucket: str
    folder: Path

    @property
    def to(self) -> str:
        """The address of the models."""
        return f"s3://{self.bucket}/models"

    def run(self, *options: str) -> int:
        """Run the command with further options and return its status."""
        return main(["train", "--data", f"s3://{self.bucket}/datasets/shop", "--to", self.to, *options])

    def options(self, export: Path) -> list[str]:
        """Return the options for an export, with a key in a file."""
        (self.folder / "key").write_text(KEY)
        return ["--shelves", str(export), "--pseudonym-key-file", str(self.folder / "key")]

    def learn(self, items: list[Item]) -> Path:
        """Train with an export of some items and return the folder of the model that is current then."""
        export = self.folder / f"export-{len(list(self.folder.iterdir()))}"
        assert self.run(*self.options(write_export(export, items, files=2))) == 0
        return self.current_model()

    def current_model(self) -> Path:
        """Download the current model and return its folder."""
        model = self.folder / f"model-{len(list(self.folder.iterdir()))}"
        assert ModelStore.at(self.to).download_current(model)
        return model


@pytest.fixture
def trainings(bucket: str, tmp_path: Path) -> Trainings:
    """Return trainings with a dataset that was uploaded; no model is current."""
    data = str(write_shop(tmp_path / "shop", 0))
    assert main(["upload-dataset", "--data", data, "--to", f"s3://{bucket}/datasets/shop"]) == 0
    (tmp_path / "trainings").mkdir()
    return Trainings(bucket, tmp_path / "trainings")


@pytest.fixture
def first_model(trainings: Trainings) -> Path:
    """Return the folder of the model that is current after a training without shelves."""
    assert trainings.run() == 0
    return trainings.current_model()


def shelf_of(user_id: str, *book_ids: str) -> list[Item]:
    """Return the items of a reader who opted in and likes some books."""
    return [opted_in(user_id), *(stars_of(user_id, book_id, 5) for book_id in book_ids)]


def bytes_of(model: Path) -> list[bytes]:
    """Return the files of a model."""
    return [(model / name).read_bytes() for name in ("catalogue.sqlite", "manifest.json")]


def readers_of(model: Path) -> dict[str, int]:
    """Return the number of readers in common of each two books of a model that are neighbours, by their titles."""
    with closing(Catalogue.open(model)) as catalogue:
        titles = {known.book_row: known.title for known in catalogue.all_books()}
        return {
            f"{known.title}, {titles[neighbour.book_row]}": neighbour.readers_in_common
            for known in catalogue.all_books()
            for neighbour in catalogue.neighbours(known.book_row)
        }


def test_a_training_with_an_empty_table_goes_on_with_the_datasets(
    trainings: Trainings, first_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bytes_of(trainings.learn([])) == bytes_of(first_model)
    assert "No rating on a shelf can be learned from: the model is that of the datasets" in capsys.readouterr().out


def test_a_model_that_functions_cannot_hold_is_refused_unless_models_are_mounted(
    trainings: Trainings, s3: "S3Client", capsys: pytest.CaptureFixture[str]
) -> None:
    assert trainings.run("--ephemeral-storage", "10") == 2
    assert "so that two have to fit into its /tmp of 10 MB" in capsys.readouterr().err
    stored = s3.list_objects_v2(Bucket=trainings.bucket)["Contents"]
    assert not [entry for entry in stored if entry["Key"].startswith("models")]
    assert trainings.run("--ephemeral-storage", "10", "--mounted") == 0


def test_ratings_of_readers_who_opted_in_are_learned_and_ids_stay(
    trainings: Trainings, first_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = ids_of(first_model)
    first, second, third = sorted(ids)[:3]
    items = [item for user in ("U1", "U2", "U3") for item in shelf_of(user, ids[first], ids[second])]
    model = trainings.learn([*items, stars_of("U3", "nonsense", 3)])
    printed = capsys.readouterr().out
    assert "Shelves: 7 ratings by 3 readers who opted in, in 1 workspace." in printed
    assert (
        "Learned from 6 ratings by 3 readers in Slack; stars of books that the current model or this build does not "
        "know, set aside: 1." in printed
    )
    assert ids_of(model) == ids
    with closing(Catalogue.open(model)) as catalogue, closing(Catalogue.open(first_model)) as catalogue_before:
        counts = [
            {known.title: known.ratings_count for known in of_model.all_books()}
            for of_model in (catalogue_before, catalogue)
        ]
    assert [counts[1][title] - counts[0][title] for title in (first, second, third)] == [3, 3, 0]


def test_who_did_not_opt_in_or_deleted_leaves_no_trace(trainings: Trainings, first_model: Path) -> None:
    ids = sorted(ids_of(first_model).values())
    strangers = [
        *(stars_of("U7", book_id, 5) for book_id in ids),
        opted_out("U7"),
        opted_in("U8", "T2"),
        *(stars_of("U8", book_id, 1) for book_id in ids),
        opted_in("U9", acted_at={"N": "1700000000"}),
        deletion("U9", 1_700_000_002),
        *(stars_of("U9", book_id, 1) for book_id in ids),
    ]
    assert bytes_of(trainings.learn(strangers)) == bytes_of(first_model)

    readers = [opted_in("U1"), *(stars_of("U1", book_id, 4) for book_id in ids[:9])]
    learned = bytes_of(trainings.learn(readers))
    assert bytes_of(trainings.learn([*strangers, *readers])) == learned
    assert learned != bytes_of(first_model)
    # Who takes part in one training and not in the next is not in the next model.
    assert bytes_of(trainings.learn(strangers)) == bytes_of(first_model)


def test_no_model_names_a_reader(trainings: Trainings, first_model: Path) -> None:
    user_id, workspace_id = "U0READER00", "T0WORKSPACE"
    book_id = min(ids_of(first_model).values())
    files = bytes_of(
        trainings.learn([opted_in(user_id, workspace_id), stars_of(user_id, book_id, 5, workspace_id=workspace_id)])
    )
    assert b'"readers in Slack"' in files[1]
    pseudonym = PseudonymKey(KEY.encode()).pseudonym(workspace_id, user_id)
    for name in (user_id, workspace_id, pseudonym, KEY):
        assert not any(name.encode() in content for content in files)


def test_two_readers_in_slack_alone_are_no_reason_and_three_are(trainings: Trainings, first_model: Path) -> None:
    ids, before = ids_of(first_model), readers_of(first_model)
    first, second = next(
        (one, other) for one in ids for other in ids if one < other and not before.get(f"{one}, {other}")
    )
    shown = []
    for users in (["U1", "U2"], ["U1", "U2", "U3"]):
        items = [item for user in users for item in shelf_of(user, ids[first], ids[second])]
        shown.append(readers_of(trainings.learn(items))[f"{first}, {second}"])
    assert shown == [0, 3]


def test_shelves_need_a_current_model(
    trainings: Trainings, s3: "S3Client", tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = write_export(tmp_path / "export", [opted_in("U1"), stars_of("U1", "any", 4)])
    assert trainings.run(*trainings.options(export)) == 2
    assert "Expected the current model beside the shelves" in capsys.readouterr().err
    stored = s3.list_objects_v2(Bucket=trainings.bucket)["Contents"]
    assert not [entry for entry in stored if entry["Key"].startswith("models")]


@pytest.mark.usefixtures("first_model")
def test_a_damaged_export_changes_nothing(
    trainings: Trainings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    current = ModelStore.at(trainings.to).versions()
    root = write_export(tmp_path / "export", [opted_in("U1")])
    write_data_file(root, "second.json.gz", ["no item #learning"])
    assert trainings.run(*trainings.options(root)) == 2
    assert "second.json.gz, line 1: expected" in capsys.readouterr().err
    assert ModelStore.at(trainings.to).versions() == current


@pytest.mark.usefixtures("first_model")
def test_a_key_that_is_too_short_is_refused_before_anything_is_read(
    trainings: Trainings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "short").write_text("secret")
    assert trainings.run("--shelves", "none", "--pseudonym-key-file", str(tmp_path / "short")) == 2
    assert "Expected a key of at least 32 bytes" in capsys.readouterr().err


def test_shelves_in_s3_are_read_under_a_key_in_ssm(
    trainings: Trainings, first_model: Path, s3: "S3Client", ssm: "SSMClient", capsys: pytest.CaptureFixture[str]
) -> None:
    book_id = min(ids_of(first_model).values())
    ssm.put_parameter(Name="/bot/pseudonyms", Type="SecureString", Value=KEY, Overwrite=True)
    root = write_export(trainings.folder / "export", [opted_in("U1"), stars_of("U1", book_id, 5)])
    for path in filter(Path.is_file, root.rglob("*")):
        s3.upload_file(str(path), trainings.bucket, path.relative_to(trainings.folder).as_posix())
    address = f"s3://{trainings.bucket}/export"
    assert trainings.run("--shelves", address, "--pseudonym-key", "/bot/pseudonyms") == 0
    assert "Learned from 1 rating by 1 reader in Slack." in capsys.readouterr().out


@pytest.mark.parametrize("options", [["--shelves", "exports"], ["--pseudonym-key", "/bot/pseudonyms"]])
def test_shelves_and_the_key_of_pseudonyms_go_together(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["train", "--data", "s3://bucket/data", "--to", "s3://bucket/models", *options])
    assert "--shelves ADDRESS goes with --pseudonym-key NAME or --pseudonym-key-file FILE" in capsys.readouterr().err
