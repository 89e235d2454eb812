"""The text of pyarrow's columns."""

import pyarrow as pa

from model_build.datasets.formats.arrow_texts import texts_of


def test_numbers_truths_and_nothing_are_text_as_a_csv_file_has_it() -> None:
    assert list(texts_of(pa.array([4.5, 4.0, None, float("nan")]))) == ["4.5", "4", "", ""]
    assert list(texts_of(pa.chunked_array([pa.array([17]), pa.array([None, 2**60])]))) == ["17", "", str(2**60)]
    assert list(texts_of(pa.array([True, None, False]))) == ["true", "", "false"]
    assert list(texts_of(pa.array([["a", "b"], None]))) == ["a; b", ""]
    assert list(texts_of(pa.array(["a", None]).dictionary_encode())) == ["a", ""]
