"""Datasets in S3: whole or not there, and never another one's files."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.__main__ import main
from model_build.datasets.formats.table_file import DatasetError
from model_build.publish.dataset_store import DatasetStore
from model_build.publish.s3_objects import PublishConfig, PublishError
from tests.model_build.small_datasets import BOOKS, RATINGS, USERS, write_kaggle

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

LIST_KEY = "datasets/loans/dataset_files.json"


@pytest.fixture
def address(bucket: str) -> str:
    return f"s3://{bucket}/datasets/loans"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = write_kaggle(tmp_path / "dataset", BOOKS, RATINGS, USERS)
    (folder / "NOTICE.txt").write_text("Ours.")
    (folder / "notes.docx").write_bytes(b"nobody reads this")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def keys(s3: "S3Client", bucket: str) -> set[str]:
    return {stored["Key"] for stored in s3.list_objects_v2(Bucket=bucket).get("Contents", [])}


def test_a_dataset_comes_back_as_it_was_without_files_that_no_build_reads(
    address: str, dataset: Path, tmp_path: Path
) -> None:
    DatasetStore.at(address).upload(dataset)
    DatasetStore.at(address).download(tmp_path / "back")
    whole = contents(dataset)
    del whole["notes.docx"]
    assert contents(tmp_path / "back") == whole


def test_a_zip_archive_comes_back_as_it_was(address: str, tmp_path: Path, dataset: Path) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", dataset))
    DatasetStore.at(address).upload(archive)
    DatasetStore.at(address).download(tmp_path / "back")
    assert contents(tmp_path / "back") == {"packed.zip": archive.read_bytes()}


def test_a_file_larger_than_one_put_is_uploaded_in_parts_and_once(
    address: str, dataset: Path, tmp_path: Path, s3: "S3Client", monkeypatch: pytest.MonkeyPatch
) -> None:
    least_part = 5 * 1024**2
    for module in ("s3_objects", "dataset_store"):
        config = PublishConfig(one_put_bytes=least_part, part_bytes=least_part)
        monkeypatch.setattr(f"model_build.publish.{module}.PUBLISH", config)
    with (dataset / "Ratings.csv").open("a") as stream:
        stream.write("3,0000000001,7\n" * (least_part // 15 + 1000))
    DatasetStore.at(address).upload(dataset)
    DatasetStore.at(address).download(tmp_path / "back")
    assert (tmp_path / "back" / "Ratings.csv").read_bytes() == (dataset / "Ratings.csv").read_bytes()

    bucket = address.split("/")[2]
    [key] = [key for key in keys(s3, bucket) if key.endswith("Ratings.csv")]
    assert s3.head_object(Bucket=bucket, Key=key)["ETag"].strip('"').endswith("-2")
    monkeypatch.setattr("model_build.publish.s3_objects.StoredObjects.upload", lambda *_: pytest.fail("sent again"))
    DatasetStore.at(address).upload(dataset)


def test_another_dataset_is_replaced_only_where_that_is_said(
    address: str, dataset: Path, tmp_path: Path, bucket: str, s3: "S3Client"
) -> None:
    DatasetStore.at(address).upload(dataset)
    before = keys(s3, bucket)
    other = write_kaggle(tmp_path / "other", BOOKS[:2], RATINGS, USERS)
    with pytest.raises(PublishError, match=r"names another dataset.* Nothing was uploaded.* --replace"):
        DatasetStore.at(address).upload(other)
    assert keys(s3, bucket) == before

    DatasetStore.at(address).upload(other, replace=True)
    DatasetStore.at(address).download(tmp_path / "back")
    assert contents(tmp_path / "back") == contents(other)


def test_an_upload_that_is_killed_leaves_the_dataset_of_before(
    address: str, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DatasetStore.at(address).upload(dataset)
    other = write_kaggle(tmp_path / "other", BOOKS[:2], RATINGS, USERS)
    with monkeypatch.context() as patch:
        patch.setattr(
            "model_build.publish.s3_objects.StoredObjects.put_json", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            DatasetStore.at(address).upload(other, replace=True)
    DatasetStore.at(address).download(tmp_path / "back")
    assert (tmp_path / "back" / "Books.csv").read_bytes() == (dataset / "Books.csv").read_bytes()


def test_changed_bytes_and_missing_datasets_are_refused(
    address: str, dataset: Path, tmp_path: Path, bucket: str, s3: "S3Client"
) -> None:
    with pytest.raises(PublishError, match=r"There is no dataset at .*datasets/loans: upload it"):
        DatasetStore.at(address).download(tmp_path / "none")
    DatasetStore.at(address).upload(dataset)
    [key] = [key for key in keys(s3, bucket) if key.endswith("Books.csv")]
    s3.put_object(Bucket=bucket, Key=key, Body=b"others")
    with pytest.raises(PublishError, match=r"Books\.csv must have .* bytes with SHA-256 .* Upload the dataset again"):
        DatasetStore.at(address).download(tmp_path / "changed")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"version": "a", "files": [{"name": "x"}]}',
        '{"version": "../a", "files": []}',
        '{"version": "a", "files": [{"name": "../../x.csv", "size_bytes": 1, "sha256": "00"}]}',
        '{"version": "a", "files": [{"name": "/etc/x.csv", "size_bytes": 1, "sha256": "00"}]}',
    ],
)
def test_a_list_that_is_none_or_leads_out_of_the_folder_is_refused(
    address: str, bucket: str, s3: "S3Client", tmp_path: Path, text: str
) -> None:
    s3.put_object(Bucket=bucket, Key=LIST_KEY, Body=text.encode())
    with pytest.raises(PublishError, match=r"must be a JSON object with version and files"):
        DatasetStore.at(address).download(tmp_path / "back")


def test_the_command_checks_before_it_uploads(
    address: str, dataset: Path, bucket: str, s3: "S3Client", capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload-dataset", "--data", str(dataset), "--to", address]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[-2].startswith("A model can be built: 3 editions")
    assert printed[-1].endswith(f"are at {address}: Books.csv, NOTICE.txt, Ratings.csv, Users.csv.")
    listed = json.loads(s3.get_object(Bucket=bucket, Key=LIST_KEY)["Body"].read())
    assert [file["name"] for file in listed["files"]] == ["Books.csv", "NOTICE.txt", "Ratings.csv", "Users.csv"]


def test_the_command_refuses_an_address_of_another_form_before_it_reads_the_dataset(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload-dataset", "--data", str(dataset), "--to", "models/datasets"]) == 2
    printed = capsys.readouterr()
    assert (printed.out, "Expected s3://BUCKET/PREFIX" in printed.err) == ("", True)


def test_a_folder_without_a_dataset_is_refused(address: str, tmp_path: Path, bucket: str, s3: "S3Client") -> None:
    with pytest.raises(DatasetError, match=r"No table in"):
        DatasetStore.at(address).upload(tmp_path)
    assert keys(s3, bucket) == set()
