"""The ways to serve a model by its size, and models that functions can't hold."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.__main__ import main
from model_build.publish.model_size import check_size, describe_ways
from model_build.publish.publish import ModelStore, PublishError
from tests.model_build.publish.stored_models import current_version, version_of

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


@pytest.mark.parametrize(
    ("megabytes", "ways"),
    [
        (0.5, "a layer (up to 220 MB), the bucket, by functions with a /tmp of 11 MB or more, mounted storage"),
        (220, "a layer (up to 220 MB), the bucket, by functions with a /tmp of 450 MB or more, mounted storage"),
        (221, "the bucket, by functions with a /tmp of 452 MB or more, mounted storage"),
        (5200, "mounted storage"),
    ],
)
def test_the_ways_are_named_by_the_size(megabytes: float, ways: str) -> None:
    sentence = f"A model of {megabytes:,.1f} MB can be served from {ways}."
    assert describe_ways(int(megabytes * 1_000_000)) == sentence


@pytest.mark.parametrize(("megabytes", "temporary_megabytes"), [(251, 512), (5115, 10_240)])
def test_a_model_that_fits_twice_into_tmp_is_taken_and_no_larger_one(megabytes: int, temporary_megabytes: int) -> None:
    check_size("v1", megabytes * 1_000_000, temporary_megabytes, is_mounted=False)
    with pytest.raises(PublishError, match=f"into its /tmp of {temporary_megabytes} MB; {temporary_megabytes + 1} are"):
        check_size("v1", megabytes * 1_000_000 + 1, temporary_megabytes, is_mounted=False)


@pytest.mark.parametrize(
    ("megabytes", "advice"),
    [
        (300, "Deploy with EphemeralStorage=610 and publish with --ephemeral-storage 610"),
        (
            6000,
            "Mount the published models, with ModelAccessPointArn .*, and publish with --mounted",
        ),
    ],
)
def test_a_model_that_is_too_large_for_the_stack_is_refused_with_what_holds_it(megabytes: int, advice: str) -> None:
    with pytest.raises(PublishError, match=advice):
        check_size("v1", megabytes * 1_000_000, 512, is_mounted=False)
    check_size("v1", megabytes * 1_000_000, 512, is_mounted=True)


def test_publishing_refuses_before_it_uploads_unless_models_are_mounted(
    store: ModelStore, models: list[Path], s3: "S3Client", bucket: str
) -> None:
    with pytest.raises(PublishError, match="of 10 MB"):
        store.publish(models[0], temporary_megabytes=10)
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
    store.publish(models[0], temporary_megabytes=10, is_mounted=True)
    assert current_version(s3, bucket) == version_of(models[0])


def test_the_command_line_names_the_ways_and_takes_mounts(
    bucket: str, models: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    size_bytes = (models[0] / "catalogue.sqlite").stat().st_size
    publish = ["publish", "--model", str(models[0]), "--to", f"s3://{bucket}/m", "--ephemeral-storage", "10"]
    assert main(publish) == 2
    assert main([*publish, "--mounted"]) == 0
    assert describe_ways(size_bytes) in capsys.readouterr().out.splitlines()
