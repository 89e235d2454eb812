"""Models that are broken behind a right checksum: refused before they are used, by functions and by `publish`."""

import hashlib
import json
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.publish import model_folder
from model_build.publish.publish import PublishError
from model_build.publish.s3_objects import PublishConfig
from shelftalker.model import source as model_source
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import ModelError
from shelftalker.search.model_check import check_model, choose_questions
from shelftalker.search.titles import Exact, find_title
from tests.deployment import Deployment, counts

if TYPE_CHECKING:
    from tests.s3 import Network

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
FAULTS = {
    "no table of neighbours": "DROP TABLE similar",
    "no neighbours": "DELETE FROM similar",
    "no books": "DELETE FROM book_page",
    "neighbours that are no books": "UPDATE similar SET neighbours = x'0001ffff003c'",
    "neighbours cut short": "UPDATE similar SET neighbours = substr(neighbours, 1, 3)",
    "no popular books": "DELETE FROM popular",
    "no titles": "DELETE FROM number_bucket; DELETE FROM key_block",
    "no scale": "DELETE FROM meta WHERE name = 'rating_scale'",
    "a scale that is no number": "UPDATE meta SET value = 'five' WHERE name = 'rating_scale'",
    "an endless view of facts": f"DROP TABLE meta; CREATE VIEW meta AS {ENDLESS} i AS name, i AS value FROM n",
    "an endless view of popular books": "DROP TABLE popular; CREATE VIEW popular AS "
    f"{ENDLESS} 'everyone' AS segment, i AS rank, 0 AS book_row FROM n",
}
faulty = pytest.mark.parametrize("fault", FAULTS)


def broken_copy(model: Path, folder: Path, fault: str) -> Path:
    """Return a copy of a model with a fault, and with a manifest that agrees with it."""
    copy = Path(shutil.copytree(model, folder / "broken"))
    catalogue = copy / "catalogue.sqlite"
    with closing(sqlite3.connect(catalogue)) as connection:
        connection.executescript(FAULTS[fault])
        connection.execute("VACUUM")
    write_manifest(copy)
    return copy


def write_manifest(model: Path) -> None:
    """Write size and checksum of a model's file into its manifest."""
    path = model / "manifest.json"
    content = (model / "catalogue.sqlite").read_bytes()
    manifest = json.loads(path.read_text()) | {
        "size_bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    path.write_text(json.dumps(manifest))


def with_corrupt_pages(model: Path, folder: Path) -> Path:
    """Return a copy of a model whose pages behind the first are noise."""
    copy = Path(shutil.copytree(model, folder / "corrupt"))
    path = copy / "catalogue.sqlite"
    content = bytearray(path.read_bytes())
    for start in range(8 * 4096, len(content) - 64, 4096):
        content[start : start + 64] = bytes(range(64))
    path.write_bytes(content)
    write_manifest(copy)
    return copy


@faulty
def test_a_broken_model_is_refused_in_time(models: list[Path], tmp_path: Path, fault: str) -> None:
    broken = broken_copy(models[1], tmp_path, fault)
    started = time.monotonic()
    with pytest.raises(ModelError), closing(Catalogue.open(broken, 2)) as catalogue:
        check_model(catalogue, 2)
    assert time.monotonic() - started < 30


def test_a_sound_model_passes_and_is_not_interrupted_afterwards(models: list[Path]) -> None:
    with closing(Catalogue.open(models[1], 5)) as catalogue:
        check_model(catalogue, 5)
        assert catalogue.damage() is None
        assert len(catalogue.all_books()) == 401


def test_the_questions_are_a_book_and_a_title_of_it_that_is_not_exact(models: list[Path]) -> None:
    with closing(Catalogue.open(models[1])) as catalogue:
        questions = choose_questions(catalogue)
        assert isinstance(find_title(catalogue, questions.book.title), Exact)
        assert not isinstance(find_title(catalogue, questions.misspelt), Exact)


@faulty
def test_a_function_keeps_its_model_where_a_broken_one_is_published_and_fetches_that_once(
    deployment: Deployment, network: "Network", tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_unasked(deployment, broken_copy(deployment.models[1], tmp_path, fault))
    with monkeypatch.context() as production:
        # An endless one is refused for its time alone; the sound one below has that of a busy machine.
        production.setattr(model_source, "CONFIG", model_source.CONFIG._replace(check_seconds=0.5))
        source = deployment.start()
    assert source.current().version == deployment.version(0)
    assert len(source.current().all_books()) > 0
    assert counts() == {"ModelRefused": 1}
    assert deployment.downloads() == []

    network.requests.clear()
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert network.keys_by("GET") == ["current.json"]
    assert counts() == {"ModelRefused": 2}

    deployment.publish(2)
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(2)


def test_a_function_keeps_its_model_where_one_with_corrupt_pages_is_published(
    deployment: Deployment, tmp_path: Path
) -> None:
    publish_unasked(deployment, with_corrupt_pages(deployment.models[1], tmp_path))
    assert deployment.start().current().version == deployment.version(0)
    assert counts() == {"ModelRefused": 1}


@faulty
def test_publish_refuses_a_broken_model_and_uploads_nothing(
    deployment: Deployment, network: "Network", tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_folder, "PUBLISH", PublishConfig(check_seconds=1))
    broken = broken_copy(deployment.models[1], tmp_path, fault)
    with pytest.raises(PublishError):
        deployment.store.publish(broken)
    assert network.keys_by("PUT") == []


def test_publish_refuses_corrupt_pages_by_sqlites_own_check(deployment: Deployment, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"is damaged: |can't be read as a model|malformed"):
        deployment.store.publish(with_corrupt_pages(deployment.models[1], tmp_path))


def publish_unasked(deployment: Deployment, model: Path) -> None:
    """Put a model into the bucket without the checks of `publish`."""
    deployment.publish(1)
    content = (model / "catalogue.sqlite").read_bytes()
    deployment.change_catalogue(1, lambda _: content)
    deployment.change_pointer(size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
