"""Descriptions of datasets: read in any spelling of their keys, or refused with a sentence."""

from pathlib import Path

import pytest

from model_build.datasets.formats.dataset_description import DatasetDescription
from model_build.datasets.formats.table_file import DatasetError, TableFile


def describe(directory: Path, content: bytes) -> DatasetDescription:
    path = directory / "dataset.json"
    path.write_bytes(content)
    return DatasetDescription.read(TableFile(path))


def test_all_that_makers_state_is_read(tmp_path: Path) -> None:
    described = describe(
        tmp_path,
        b'\xef\xbb\xbf{"name": "Town library", "License": "CC BY 4.0", "notice": "Of our\\nreaders.", '
        b'"citation": "Us, 2026", "ratingScale": 10, "like-threshold": 6.5, "colour": "red"}',
    )
    assert described == DatasetDescription(
        "Town library", "CC BY 4.0", "Of our readers.", "Us, 2026", 10, 6.5, unknown_keys=("colour",)
    )


def test_nothing_has_to_be_stated(tmp_path: Path) -> None:
    assert describe(tmp_path, b"{}") == DatasetDescription()
    assert describe(tmp_path, b'{"rating_scale": null, "name": null}') == DatasetDescription()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"name: x", r"is no JSON .* Expected an object with any of name, licence", id="no JSON"),
        pytest.param(b"", "is no JSON", id="empty"),
        pytest.param(b'["name"]', r"holds \"\['name'\]\"\. Expected an object", id="a list"),
        pytest.param(b'{"name": 5}', "expected a text as name, not 5", id="name"),
        pytest.param(b'{"rating_scale": "5"}', "whole number such as 5, 10 or 100, not '5'", id="scale as text"),
        pytest.param(b'{"rating_scale": 4.5}', "whole number .* not 4.5", id="half a scale"),
        pytest.param(b'{"rating_scale": 0}', "whole number .* not 0", id="no scale"),
        pytest.param(b'{"rating_scale": true}', "whole number .* not True", id="scale as truth"),
        pytest.param(b'{"rating_scale": 5, "like_threshold": 6}', "at most the rating_scale, 5, not 6", id="threshold"),
        pytest.param(b'{"like_threshold": 0}', "a number over 0 .* not 0", id="threshold of 0"),
    ],
)
def test_a_bad_description_is_refused(content: bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=rf"dataset\.json:? .*{sentence}"):
        describe(tmp_path, content)
