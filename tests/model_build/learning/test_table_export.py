"""Exports of the shelves' table, whole and not."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.datasets.formats.table_file import DatasetError
from model_build.learning.table_export import EXPORT as LIMITS
from model_build.learning.table_export import DataFile, TableExport
from model_build.publish.s3_objects import PublishError, StoredObjects
from tests.exported_shelves import EXPORT, opted_in, stars_of, write_data_file, write_export, write_summary

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

ITEMS = [opted_in("U1"), stars_of("U1", "dune", 5), stars_of("U2", "emma", 4)]


def keys_of(export: TableExport) -> list[str]:
    return [line.item()["reader_item"]["S"] for file in export.files for line in file.lines()]


@pytest.mark.parametrize("has_manifest", [True, False])
@pytest.mark.parametrize("depth", ["own folder", "folder above"])
def test_an_export_is_found_with_a_manifest_and_without_one(tmp_path: Path, *, has_manifest: bool, depth: str) -> None:
    root = write_export(tmp_path, ITEMS, files=2, has_manifest=has_manifest)
    export = TableExport.found_in(root if depth == "own folder" else tmp_path)
    assert sorted(keys_of(export)) == ["U1#book#dune", "U1#learning", "U2#book#emma"]
    assert [file.items for file in export.files] == ([2, 1] if has_manifest else [None, None])


def test_data_that_the_manifest_does_not_name_is_not_read(tmp_path: Path) -> None:
    root = write_export(tmp_path, ITEMS)
    write_data_file(root, "other.json.gz", [json.dumps({"Item": ITEMS[0]})], has_manifest=False)
    assert len(keys_of(TableExport.found_in(root))) == 3


def test_an_export_in_s3_is_downloaded(bucket: str, s3: "S3Client", tmp_path: Path) -> None:
    upload(s3, bucket, write_export(tmp_path / "written", ITEMS, files=2), "exports")
    for number, address in enumerate(("exports", f"exports/{EXPORT}")):
        export = TableExport.at(f"s3://{bucket}/{address}", tmp_path / str(number))
        assert sorted(keys_of(export)) == ["U1#book#dune", "U1#learning", "U2#book#emma"]
    with pytest.raises(DatasetError, match="there is none"):
        TableExport.at(f"s3://{bucket}/elsewhere", tmp_path / "elsewhere")
    with pytest.raises(PublishError, match="NoSuchBucket"):
        TableExport.at("s3://no-such-bucket-here/exports", tmp_path / "no-bucket")


def test_names_that_lead_out_of_the_folder_are_not_downloaded(bucket: str, s3: "S3Client", tmp_path: Path) -> None:
    root = write_export(tmp_path / "written", ITEMS)
    upload(s3, bucket, root, "exports")
    s3.put_object(Bucket=bucket, Key=f"exports/{EXPORT}/data/../../../gone.json.gz", Body=b"")
    assert len(TableExport.download(StoredObjects(s3, bucket, "exports"), tmp_path / "inside").files) == 1
    assert not list(tmp_path.rglob("gone.json.gz"))


def upload(s3: "S3Client", bucket: str, root: Path, prefix: str) -> None:
    for path in filter(Path.is_file, root.rglob("*")):
        s3.upload_file(str(path), bucket, f"{prefix}/{EXPORT}/{path.relative_to(root).as_posix()}")


def test_of_two_exports_in_a_folder_one_has_to_be_named(tmp_path: Path) -> None:
    write_export(tmp_path / "first", ITEMS)
    write_export(tmp_path / "second", ITEMS)
    with pytest.raises(DatasetError, match=r"there are 2: first/.*, second/.*Name the folder of one export"):
        TableExport.found_in(tmp_path)


def test_a_folder_without_an_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"Expected one export .* there is none"):
        TableExport.found_in(tmp_path)


def remove_data(root: Path) -> None:
    (root / "data/file0.json.gz").unlink()


def change_data(root: Path) -> None:
    path = root / "data/file0.json.gz"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"dune", b"emma")))


def remove_list(root: Path) -> None:
    (root / "manifest-files.json").unlink()


def remove_summary(root: Path) -> None:
    (root / "manifest-summary.json").unlink()


def break_list(root: Path) -> None:
    (root / "manifest-files.json").write_text('{"itemCount": 3')


def change_list(root: Path) -> None:
    (root / "manifest-files.json").write_text('{"itemCount": "3", "md5Checksum": null}')


def make_incremental(root: Path) -> None:
    write_summary(root, exportType="INCREMENTAL_EXPORT")


def make_ion(root: Path) -> None:
    write_summary(root, outputFormat="ION")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (remove_data, r"data/file0.json.gz is missing, which manifest-files.json names"),
        (change_data, r"data/file0.json.gz must have MD5 \S+ by manifest-files.json, and has \S+\. Copy"),
        (remove_list, r"manifest-files.json is missing beside manifest-summary.json"),
        (remove_summary, r"is not complete: manifest-summary.json, which is written last"),
        (break_list, r"manifest-files.json must hold JSON objects; it does not"),
        (change_list, r"Expected dataFileS3Key, md5Checksum and itemCount in each line of .*; got b'"),
        (make_incremental, r"Expected a FULL_EXPORT .* got INCREMENTAL_EXPORT in DYNAMODB_JSON"),
        (make_ion, r"got FULL_EXPORT in ION"),
    ],
)
def test_an_export_that_is_not_whole_is_refused_by_name(
    tmp_path: Path, damage: Callable[[Path], None], message: str
) -> None:
    root = write_export(tmp_path, ITEMS)
    damage(root)
    with pytest.raises(DatasetError, match=message):
        TableExport.found_in(root)


@pytest.mark.parametrize("cut", [5, 40], ids=["in the header", "in the data"])
def test_a_file_that_is_cut_is_refused_by_name(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"Item": ITEMS[0]}).encode())[:cut])
    with pytest.raises(DatasetError, match=r"cut.json.gz is no whole gzip file"):
        list(DataFile(path).lines())


def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "plain.json.gz"
    path.write_text(json.dumps({"Item": ITEMS[0]}))
    with pytest.raises(DatasetError, match=r"plain.json.gz is no whole gzip file"):
        list(DataFile(path).lines())


def test_a_file_with_more_items_than_its_manifest_says_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.json.gz"
    path.write_bytes(gzip.compress(b"{}\n\n{}\n"))
    assert len(list(DataFile(path, 2).lines())) == 2
    with pytest.raises(DatasetError, match=r"long.json.gz has 2 items, and its manifest says 1"):
        list(DataFile(path, 1).lines())


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        '"Item"',
        '{"Item": 3}',
        '{"item": {}}',
        '{"Item": {"workspace_id": {"S": "T1"}}}',
        '{"Item": {"workspace_id": {"S": 1}, "reader_item": {"S": "U1#learning"}}}',
        '{"Item": {"workspace_id": "T1", "reader_item": {"S": "U1#learning"}}}',
        f'{{"Item": "{"x" * LIMITS.line_bytes}"}}',
    ],
    ids=lambda line: line[:60],
)
def test_a_line_that_is_no_item_is_refused_by_file_and_number(tmp_path: Path, line: str) -> None:
    root = write_export(tmp_path, [], files=0)
    write_data_file(root, "lines.json.gz", [json.dumps({"Item": ITEMS[0]}), line])
    with pytest.raises(DatasetError, match=r"lines.json.gz, line 2: expected \{\"Item\""):
        keys_of(TableExport.found_in(root))
