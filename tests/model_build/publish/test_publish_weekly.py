"""Weekly models over HTTP to S3: each is compared with the best of the last five on the same readers."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.publish.publish import ModelStore, PublishError
from tests.model_build.publish.stored_models import rewrite_manifest, version_of

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

READERS, BUCKETS = 100, 8


@dataclass
class Weeks:
    """Models of one week after the other.

    Attributes:
        store: Where they are published.
        model: A model.
        folder: The folder of its copies.
        age: Makes all objects an hour older.
        printed: Sentences that publishing reported.
    """

    store: ModelStore
    model: Path
    folder: Path
    age: Callable[[], None]
    printed: list[str] = field(default_factory=list)

    def publish(self, ndcg: float, *, bm25: float = 0.07, even_if_worse: bool = False) -> str:
        """Publish the model of another week, whose readers have this nDCG@10 on average, and return its version."""
        number = len(list(self.folder.iterdir()))
        copy = Path(shutil.copytree(self.model, self.folder / f"week-{number}"))
        self._give_version(copy, f"{number:012d}")
        total = READERS * ndcg
        rewrite_manifest(
            copy,
            model_version=f"{number:012d}",
            quality={"readers": READERS * BUCKETS, "ndcg_at_10": ndcg, "formula_ndcg_at_10": 0.9 * ndcg},
            gate={
                "bucket_readers": [READERS] * BUCKETS,
                "bucket_ndcg_at_10": [total * (1 + (-1) ** bucket * 0.2) for bucket in range(BUCKETS)],
                "bm25_ndcg_at_10": bm25,
                "bm25_standard_error": 0.001,
            },
        )
        self.age()
        return self.store.publish(copy, even_if_worse=even_if_worse, report=self.printed.append)

    @staticmethod
    def _give_version(model: Path, version: str) -> None:
        connection = sqlite3.connect(model / "catalogue.sqlite")
        connection.execute("UPDATE meta SET value = ? WHERE name = 'model_version'", (version,))
        connection.commit()
        connection.close()


@pytest.fixture
def weeks(store: ModelStore, models: list[Path], tmp_path: Path, let_an_hour_pass: Callable[[], None]) -> Weeks:
    (tmp_path / "weeks").mkdir()
    return Weeks(store, models[0], tmp_path / "weeks", let_an_hour_pass)


def test_models_that_get_worse_by_little_each_week_are_refused_beside_the_best_of_five(weeks: Weeks) -> None:
    first = weeks.publish(0.1)
    for ndcg in (0.0995, 0.099, 0.0985):
        weeks.publish(ndcg)
    with pytest.raises(PublishError) as refusal:
        weeks.publish(0.097)
    assert re.search(
        r"nDCG@10 is 0\.0970 \(800 readers\) in place of 0\.1000 \(800 readers\) of 000000000000, the best of the last "
        r"4: on the same readers 3\.0% lower, standard error 0\.[0-3]%, where 1\.8% is let pass",
        str(refusal.value),
    )
    assert first == "000000000000"


def test_the_sixth_model_before_is_no_measure_any_more(weeks: Weeks) -> None:
    weeks.publish(0.1)
    for _ in range(4):
        weeks.publish(0.0985)
    with pytest.raises(PublishError, match="of 000000000000, the best of the last 5: "):
        weeks.publish(0.0975)
    weeks.publish(0.0985)
    weeks.publish(0.0975)
    assert "nDCG@10 0.0985 (800 readers) of " in weeks.printed[-2]
    assert "the best of the last 5, -> 0.0975 (800 readers), on the same readers 1.0% lower" in weeks.printed[-2]
    assert weeks.printed[-2].endswith("; on the same readers 0.0700 by BM25, MLlib's ALS was not trained.")


def test_a_model_published_even_if_worse_is_the_measure_from_then_on(weeks: Weeks, s3: "S3Client", bucket: str) -> None:
    weeks.publish(0.12)
    weeks.publish(0.12)
    worse = weeks.publish(0.1, even_if_worse=True)
    assert "Published all the same." in weeks.printed[-2]
    stored = s3.get_object(Bucket=bucket, Key=f"some/models/{worse}/even_if_worse.json")["Body"].read()
    assert "on the same readers 16.7% lower" in json.loads(stored)["worse"][0]
    weeks.publish(0.0995)
    with pytest.raises(PublishError, match=f"of {worse}, the best of the last 2: "):
        weeks.publish(0.097)
    # A model that is no worse leaves no such object, and the versions are as many as were published.
    assert len(s3.list_objects_v2(Bucket=bucket, Prefix="some/models/")["Contents"]) == 4 * 2 + 2
    assert len(weeks.store.versions()) == 4


def test_a_model_is_refused_beside_bm25_but_the_first_is_published_with_both_figures(weeks: Weeks) -> None:
    first = weeks.publish(0.1, bm25=0.11)
    assert weeks.printed[0] == (
        "Compared with nothing, since no model is current yet. nDCG@10 is 0.1000 (800 readers). On the same readers "
        "0.1100 by BM25, MLlib's ALS was not trained."
    )
    with pytest.raises(PublishError, match=r"nDCG@10 is 0\.1000 \(800 readers\), and 0\.1100 by BM25 on the same"):
        weeks.publish(0.1, bm25=0.11)
    assert weeks.store.versions()[0].model_version == first
    assert version_of(weeks.folder / "week-0") == first
