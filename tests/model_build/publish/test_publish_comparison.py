"""Tests of `python -m model_build publish` over HTTP to S3: it refuses worse models and publishes others."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from model_build.__main__ import main
from model_build.build import build_from, build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import join_sources
from tests.model_build.publish.stored_models import current_version, version_of
from tests.model_build.small_datasets import book, write_kaggle
from tests.model_build.source_tables import source_tables

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

    from tests.s3 import Network

# (exit code, standard output, standard error)
CommandResult = tuple[int, str, str]
GOOD = {"readers": 1_363, "ndcg_at_10": 0.1041, "formula_ndcg_at_10": 0.0917}
SAME_RATINGS = {"dataset_fingerprint": "one"}
OTHER_RATINGS = {"dataset_fingerprint": "another"}
AS_MANY = {"counts": {"books": 400, "ratings": 1_600}}


class Publishing:
    """The command line on a bucket's models, and the objects in the bucket."""

    def __init__(self, s3: "S3Client", bucket: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._capsys = capsys

    def run(self, command: str, *arguments: object) -> CommandResult:
        """Run a command."""
        self._capsys.readouterr()
        code = main([command, "--to", f"s3://{self._bucket}/some/models", *map(str, arguments)])
        printed = self._capsys.readouterr()
        return code, printed.out, printed.err

    def publish(self, model: Path, *arguments: object) -> CommandResult:
        """Publish a model."""
        return self.run("publish", "--model", model, *arguments)

    def current(self) -> str:
        """Return the version that the pointer names."""
        return current_version(self._s3, self._bucket)

    def stored_keys(self) -> list[str]:
        """Return the keys of all objects."""
        return [stored["Key"] for stored in self._s3.list_objects_v2(Bucket=self._bucket)["Contents"]]

    def replace_manifest(self, version: str, manifest: bytes | None) -> None:
        """Replace a manifest, or delete it."""
        key = f"some/models/{version}/manifest.json"
        if manifest is None:
            self._s3.delete_object(Bucket=self._bucket, Key=key)
        else:
            self._s3.put_object(Bucket=self._bucket, Key=key, Body=manifest)


@pytest.fixture
def publishing(s3: "S3Client", bucket: str, capsys: pytest.CaptureFixture[str]) -> Publishing:
    return Publishing(s3, bucket, capsys)


@pytest.fixture
def copy_with_figures(models: list[Path], tmp_path: Path) -> Callable[..., Path]:
    """Return a function that copies one of the models and changes figures of its manifest."""

    def copy_model(number: int, **figures: Any) -> Path:
        copy = Path(shutil.copytree(models[number], tmp_path / f"copy{number}"))
        manifest = json.loads((copy / "manifest.json").read_text()) | figures
        (copy / "manifest.json").write_text(json.dumps(manifest))
        return copy

    return copy_model


@pytest.fixture
def good_model(copy_with_figures: Callable[..., Path]) -> Path:
    return copy_with_figures(0, quality=GOOD, **SAME_RATINGS, **AS_MANY)


@pytest.fixture
def good(good_model: Path, publishing: Publishing) -> str:
    """Publish the good model and return its version."""
    assert publishing.publish(good_model)[0] == 0
    return version_of(good_model)


def with_quality(ndcg: float, readers: int = 1_363) -> dict[str, Any]:
    return {"quality": {"readers": readers, "ndcg_at_10": ndcg, "formula_ndcg_at_10": 0.9 * ndcg}}


def test_a_model_that_ranks_worse_on_the_same_ratings_is_refused_with_both_figures_and_what_to_do(
    good: str, copy_with_figures: Callable[..., Path], publishing: Publishing, network: "Network"
) -> None:
    worse = copy_with_figures(1, **with_quality(0.1), **SAME_RATINGS, **AS_MANY)
    network.requests.clear()
    code, printed, error = publishing.publish(worse)
    assert code == 2
    assert printed == ""
    assert error == (
        f"python -m model_build publish: {version_of(worse)} is worse than {good}, the current model: nDCG@10 is "
        "0.1000 (1,363 readers) in place of 0.1041 (1,363 readers), 3.9% lower, where 2.0% is let pass on the same "
        "ratings. Nothing was uploaded. Publish a better one, or this one all the same with --even-if-worse.\n"
    )
    assert network.keys_by("PUT") == []
    assert publishing.current() == good
    assert not [key for key in publishing.stored_keys() if version_of(worse) in key]


def test_a_worse_model_is_published_with_the_option_and_reported_as_worse(
    good: str, copy_with_figures: Callable[..., Path], publishing: Publishing
) -> None:
    worse = copy_with_figures(1, **with_quality(0.05), **SAME_RATINGS, **AS_MANY)
    code, printed, _ = publishing.publish(worse, "--even-if-worse")
    assert code == 0
    assert printed.startswith(f"{version_of(worse)} is worse than {good}, the current model: nDCG@10 is 0.0500 ")
    assert "52.0% lower" in printed
    assert "Published all the same." in printed
    assert publishing.current() == version_of(worse)


def test_a_better_model_is_published_with_the_figures_side_by_side(
    good: str, copy_with_figures: Callable[..., Path], publishing: Publishing
) -> None:
    better = copy_with_figures(1, **with_quality(0.11), **SAME_RATINGS, counts={"books": 390, "ratings": 1_700})
    code, printed, _ = publishing.publish(better)
    assert code == 0
    assert printed.splitlines()[0] == (
        f"Beside {good}, current until now: books 400 -> 390; ratings 1,600 -> 1,700; "
        "nDCG@10 0.1041 (1,363 readers) -> 0.1100 (1,363 readers)."
    )
    assert publishing.current() == version_of(better)


@pytest.mark.parametrize(
    ("figures", "refusal"),
    [
        (with_quality(0.103) | SAME_RATINGS, None),
        (with_quality(0.101) | SAME_RATINGS, r"3\.0% lower, where 2\.0% is let pass on the same ratings"),
        # On other readers the same drop is within chance, or due to their books.
        (with_quality(0.101) | OTHER_RATINGS, None),
        (
            with_quality(0.08) | OTHER_RATINGS,
            r"23\.2% lower, where 10\.0% is let pass on other ratings .* formula alone",
        ),
        # And with few of them a larger one is within chance.
        (with_quality(0.08, readers=60) | OTHER_RATINGS, None),
        (
            with_quality(0.02, readers=60) | OTHER_RATINGS,
            r"0\.0200 \(60 readers\) in place of 0\.1041 \(1,363 readers\)",
        ),
        ({"quality": None}, r"no nDCG@10 was measured for it, since too few .* in place of 0\.1041 \(1,363 readers\)"),
        ({"quality": "good"}, r"no nDCG@10 was measured for it"),
        ({"counts": {"books": 350, "ratings": 1_600}}, r"it has 350 books in place of 400, 12\.5% fewer, where 10\.0%"),
        ({"counts": {"books": 400, "ratings": 800}}, r"it has 800 ratings in place of 1,600, 50\.0% fewer"),
        ({"counts": {"books": 361, "ratings": 1_441}}, None),
        ({"rating_scale": 5}, r"ratings go to 5 in place of 10"),
        ({"counts": {}}, None),
    ],
)
def test_worse_figures_are_refused(
    good: str,
    copy_with_figures: Callable[..., Path],
    publishing: Publishing,
    figures: dict[str, Any],
    refusal: str | None,
) -> None:
    model = copy_with_figures(1, **{"quality": GOOD} | SAME_RATINGS | AS_MANY | figures)
    code, _, error = publishing.publish(model)
    if refusal is None:
        assert (code, error) == (0, "")
        assert publishing.current() == version_of(model)
    else:
        assert code == 2
        assert re.search(refusal, error)
        assert publishing.current() == good


def test_every_worse_figure_of_a_model_is_reported(
    good: str, copy_with_figures: Callable[..., Path], publishing: Publishing
) -> None:
    model = copy_with_figures(
        1, **with_quality(0.01), **OTHER_RATINGS, rating_scale=5, counts={"books": 4, "ratings": 16}
    )
    code, _, error = publishing.publish(model)
    assert code == 2
    assert re.search(r"ratings go to 5 .*; it has 4 books .*; it has 16 ratings .*; nDCG@10 is 0\.0100 ", error)


def test_the_first_model_has_nothing_to_compare_with(models: list[Path], publishing: Publishing) -> None:
    code, printed, _ = publishing.publish(models[0])
    assert code == 0
    assert printed.startswith("Compared with nothing, since no model is current yet.\n")


def test_the_current_model_is_not_compared_with_itself(
    good: str, copy_with_figures: Callable[..., Path], publishing: Publishing, good_model: Path
) -> None:
    code, printed, _ = publishing.publish(good_model)
    assert code == 0
    assert printed.startswith("It is the current model already.\n")


def test_a_current_model_without_quality_is_compared_by_its_other_figures(
    models: list[Path], copy_with_figures: Callable[..., Path], publishing: Publishing
) -> None:
    assert publishing.publish(copy_with_figures(0, quality=None))[0] == 0
    code, printed, _ = publishing.publish(copy_with_figures(1, **with_quality(0.001)))
    assert code == 0
    assert f"nDCG@10 not compared, since none was measured for {version_of(models[0])}." in printed


@pytest.mark.parametrize("manifest", [None, b"nonsense", b"[]", b"{}"])
def test_a_current_model_whose_manifest_is_missing_or_invalid_can_be_replaced(
    good: str, models: list[Path], publishing: Publishing, manifest: bytes | None
) -> None:
    publishing.replace_manifest(good, manifest)
    code, printed, _ = publishing.publish(models[1])
    assert code == 0
    assert f"since the manifest of {good}, current until now, can't be read" in printed
    assert publishing.current() == version_of(models[1])


def test_a_rollback_to_a_worse_model_is_allowed(
    good: str, copy_with_figures: Callable[..., Path], publishing: Publishing
) -> None:
    worse = copy_with_figures(1, **with_quality(0.01), **SAME_RATINGS)
    assert publishing.publish(worse, "--even-if-worse")[0] == 0
    assert publishing.run("rollback", "--version", good)[0] == 0
    assert publishing.run("rollback", "--version", version_of(worse))[0] == 0
    assert publishing.current() == version_of(worse)


def test_an_earlier_model_that_is_worse_is_refused_too_though_it_was_published(
    good: str, copy_with_figures: Callable[..., Path], publishing: Publishing, good_model: Path
) -> None:
    better = copy_with_figures(1, **with_quality(0.2), **SAME_RATINGS, **AS_MANY)
    assert publishing.publish(better)[0] == 0
    assert publishing.publish(good_model)[0] == 2
    assert publishing.current() == version_of(better)


def test_versions_show_the_quality_of_each(
    good: str,
    copy_with_figures: Callable[..., Path],
    publishing: Publishing,
    let_an_hour_pass: Callable[[], None],
) -> None:
    let_an_hour_pass()
    assert publishing.publish(copy_with_figures(1, quality=None), "--even-if-worse")[0] == 0
    code, printed, _ = publishing.run("versions")
    newest, oldest = printed.splitlines()
    assert code == 0
    assert newest.endswith(" bytes  nDCG@10 not measured  (current)")
    assert f"  {good}  " in oldest
    assert oldest.endswith(" bytes  nDCG@10 0.1041 (1,363 readers)")


def test_a_build_whose_ratings_went_to_the_wrong_books_is_refused(tmp_path: Path, publishing: Publishing) -> None:
    """The quality is that of real builds: readers keep to a publisher, then most ratings are shuffled."""
    generator = np.random.default_rng(8)
    isbns = [[f"{publisher:02}{number:02}" for number in range(12)] for publisher in range(21)]
    books = [
        book(isbn, f"Book {isbn}", f"Author{isbn} {isbn}", 1980, f"House {isbn[:2]}") for row in isbns for isbn in row
    ]
    ratings: list[tuple[int, str, int]] = []
    for reader in range(240):
        ratings += [(reader, str(isbn), 9) for isbn in generator.choice(isbns[reader % 20], 6, replace=False)]
        # Famous books, which are similar to no others.
        ratings += [
            (reader, str(isbn), 4 + 5 * (position < 1))
            for position, isbn in enumerate(generator.permutation(isbns[20])[:4])
        ]
    shuffled = generator.permutation([isbn for _, isbn, _ in ratings])
    damaged = [
        (reader, str(other) if reader % 3 else isbn, stars)
        for (reader, isbn, stars), other in zip(ratings, shuffled, strict=True)
    ]
    models = []
    for name, rows in (("good", ratings), ("damaged", damaged)):
        data = write_kaggle(tmp_path / name, books, rows)
        build_model(DatasetFiles.found_in(data), tmp_path / f"model-{name}")
        models.append(tmp_path / f"model-{name}")
    assert publishing.publish(models[0])[0] == 0
    code, _, error = publishing.publish(models[1])
    assert code == 2
    assert re.search(r"nDCG@10 .* in place of 0\.\d{4} \(240 readers\)", error)
    assert publishing.current() == version_of(models[0])


def test_a_model_of_loans_that_ranks_worse_is_refused_like_one_of_ratings(
    publishing: Publishing, tmp_path: Path
) -> None:
    generator = np.random.default_rng(2)
    books = [(f"{number}", f"Book {chr(97 + number % 26)}{chr(97 + number // 26)}", f"Author {number}")
             for number in range(60)]  # fmt: skip
    versions = []
    for share_of_chance in (0.0, 0.7):
        lent = [
            (f"r{reader}", f"{number}", None)
            for reader in range(600)
            for number in {
                int(
                    generator.integers(60)
                    if generator.random() < share_of_chance
                    else generator.integers(10) * 6 + kind
                )
                for kind in [reader % 6]
                for _ in range(9)
            }
        ]
        model = tmp_path / f"chance {share_of_chance}"
        manifest = build_from(join_sources([source_tables(books, lent, rating_scale=None)]), model)
        assert manifest["quality"]["readers"] > 400
        assert manifest["counts"]["ratings"] == 0
        versions.append((model, manifest["model_version"]))
    (good, good_version), (worse, _) = versions
    assert publishing.publish(good)[0] == 0
    code, _, error = publishing.publish(worse)
    assert code == 2
    assert "nDCG@10 is" in error
    assert publishing.current() == good_version
