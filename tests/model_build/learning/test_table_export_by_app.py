"""Exports by a local DynamoDB, without filter or manifest, of a table that the app has written."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.learning.pseudonyms import PseudonymKey
from model_build.learning.shelf_ratings import ShelfRatings, read_shelf_ratings
from model_build.learning.table_export import TableExport
from model_build.publish.s3_objects import StoredObjects
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb, new_reader, new_shelf_table
from tests.exported_shelves import KEY

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client

PSEUDONYM_KEY = PseudonymKey(KEY.encode())
DUNE, EMMA = "aaaaaaaa", "bbbbbbbb"


@pytest.fixture
def table_name(dynamodb_client: "DynamoDBClient") -> str:
    return new_shelf_table(dynamodb_client)


@pytest.fixture
def shelves(wide_time_outs: None, dynamodb: DynamoDb, table_name: str) -> ShelfTable:
    return ShelfTable(table_name)


def opt_in_and_rate(shelves: ShelfTable, reader: Reader, at: int) -> None:
    """Opt in, rate a book, rate another and remove it, and want a third."""
    shelves.learn(reader, str(at), learns=True)
    shelves.apply(reader, ShelfAction(Verb.RATE, DUNE, 4), str(at + 1))
    shelves.apply(reader, ShelfAction(Verb.RATE, EMMA, 5), str(at + 1))
    shelves.apply(reader, ShelfAction(Verb.REMOVE, EMMA), str(at + 2))
    shelves.apply(reader, ShelfAction(Verb.WANT, "cccccccc"), str(at + 2))


def test_of_a_table_that_the_app_wrote_only_those_who_opted_in_are_read(
    shelves: ShelfTable, table_name: str, dynamodb_client: "DynamoDBClient", s3: "S3Client", tmp_path: Path
) -> None:
    in_it, opted_out, deleted, never, back_again = (new_reader() for _ in range(5))
    now = int(time.time()) - 1_000
    for reader in (in_it, opted_out, deleted, back_again):
        opt_in_and_rate(shelves, reader, now)
    shelves.learn(opted_out, str(now + 3), learns=False)
    shelves.apply(never, ShelfAction(Verb.RATE, DUNE, 1), str(now))
    for reader in (deleted, back_again):
        shelves.delete_reader(reader, str(now + 5))
    shelves.apply(deleted, ShelfAction(Verb.RATE, EMMA, 2), str(now + 6))
    shelves.learn(back_again, str(now + 6), learns=True)
    shelves.apply(back_again, ShelfAction(Verb.RATE, EMMA, 3), str(now + 7))

    ratings = read_shelf_ratings(export_of(table_name, dynamodb_client, s3, tmp_path), PSEUDONYM_KEY)
    assert rows_of(ratings) == {
        (pseudonym_of(in_it), DUNE, 4),
        (pseudonym_of(back_again), EMMA, 3),
    }


def test_an_empty_table_has_no_ratings(
    table_name: str, dynamodb_client: "DynamoDBClient", s3: "S3Client", tmp_path: Path
) -> None:
    export = export_of(table_name, dynamodb_client, s3, tmp_path)
    assert rows_of(read_shelf_ratings(export, PSEUDONYM_KEY)) == set()


def export_of(table_name: str, client: "DynamoDBClient", s3: "S3Client", folder: Path) -> TableExport:
    """Export the table to a bucket, download the export, and return it."""
    s3.create_bucket(Bucket=table_name)
    client.update_continuous_backups(
        TableName=table_name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    arn = client.describe_table(TableName=table_name)["Table"]["TableArn"]
    export_arn = client.export_table_to_point_in_time(TableArn=arn, S3Bucket=table_name, S3Prefix="exports")
    for _ in range(1_000):
        description = client.describe_export(ExportArn=export_arn["ExportDescription"]["ExportArn"])
        if description["ExportDescription"]["ExportStatus"] != "IN_PROGRESS":
            break
        time.sleep(0.01)
    return TableExport.download(StoredObjects(s3, table_name, "exports"), folder)


def pseudonym_of(reader: Reader) -> str:
    return PSEUDONYM_KEY.pseudonym(reader.workspace_id, reader.user_id)


def rows_of(ratings: ShelfRatings) -> set[tuple[str, str, int]]:
    """Return (pseudonym, book id, stars) of each rating."""
    rows = zip(ratings.reader.tolist(), ratings.book.tolist(), ratings.stars.tolist(), strict=True)
    return {(ratings.pseudonyms[reader], ratings.book_ids[book], stars) for reader, book, stars in rows}
