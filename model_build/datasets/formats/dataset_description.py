"""The description of a dataset that may stand beside its tables: dataset.json."""

import math
from dataclasses import dataclass
from typing import Self

import orjson

from model_build.datasets.formats.column_names import letters_of
from model_build.datasets.formats.table_file import DatasetError, TableFile

FILE_NAME = "dataset.json"
_KEYS = ("name", "licence", "notice", "citation", "rating_scale", "like_threshold")
_BEST_SCALE = 1000


@dataclass(frozen=True, slots=True)
class DatasetDescription:
    """The statements of a dataset's makers about it.

    Attributes:
        name: Name of the dataset, or ''.
        licence: The terms of the data, or ''.
        notice: A sentence that is shown wherever the data is, or ''.
        citation: The publication that the data's makers ask to cite, or ''.
        rating_scale: The best rating, or None where the ratings tell it.
        like_threshold: The least rating that is a like, or None for the usual share of the scale.
        unknown_keys: Keys of the file that have no meaning here.
    """

    name: str = ""
    licence: str = ""
    notice: str = ""
    citation: str = ""
    rating_scale: int | None = None
    like_threshold: float | None = None
    unknown_keys: tuple[str, ...] = ()

    @classmethod
    def read(cls, file: TableFile) -> Self:
        """Read a description; the letters of its keys count, not their case.

        Raises:
            DatasetError: The file is no JSON object, or has a value that can't be meant.
        """
        with file.open() as stream:
            content = stream.read()
        try:
            stated = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as error:
            raise DatasetError(f"{file} is no JSON ({error}). {_EXPECTED}") from error
        if not isinstance(stated, dict):
            raise DatasetError(f"{file} holds {str(stated)[:40]!r}. {_EXPECTED}")
        keys = {letters_of(key): key for key in _KEYS} | {"license": "licence"}
        known = {keys[letters_of(key)]: value for key, value in stated.items() if letters_of(key) in keys}
        texts = {key: _text(file, key, known.get(key)) for key in _KEYS[:4]}
        scale, threshold = known.get("rating_scale"), known.get("like_threshold")
        if scale is not None and not (_is_number(scale) and scale == int(scale) and 1 <= scale <= _BEST_SCALE):
            raise DatasetError(
                f"{file}: expected the best rating as rating_scale, a whole number such as 5, 10 or 100, not {scale!r}."
            )
        best = scale if scale is not None else _BEST_SCALE
        if threshold is not None and not (_is_number(threshold) and 0 < threshold <= best):
            raise DatasetError(
                f"{file}: expected the least rating that is a like as like_threshold, a number over 0 and at most "
                f"{f'the rating_scale, {scale}' if scale is not None else best}, not {threshold!r}."
            )
        return cls(
            **texts,
            rating_scale=None if scale is None else int(scale),
            like_threshold=None if threshold is None else float(threshold),
            unknown_keys=tuple(key for key in stated if letters_of(key) not in keys),
        )


_EXPECTED = (
    f"Expected an object with any of {', '.join(_KEYS)}, for example "
    '{"name": "Town library", "licence": "CC BY 4.0", "rating_scale": 5}.'
)


def _text(file: TableFile, key: str, value: object) -> str:
    """Return a text on one line."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DatasetError(f"{file}: expected a text as {key}, not {value!r}.")
    return " ".join(value.split())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
