"""Values that are no text, as a table with delimiters would have them."""

import datetime

import pytest

from model_build.datasets.formats.cell_text import text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(" Emma ", " Emma ", id="a text"),
        pytest.param(None, "", id="nothing"),
        pytest.param(float("nan"), "", id="no number"),
        pytest.param(True, "true", id="true"),
        pytest.param(9780441172719, "9780441172719", id="a whole number"),
        pytest.param(9780441172719.0, "9780441172719", id="a whole number as a float"),
        pytest.param(4.5, "4.5", id="a number"),
        pytest.param(float("inf"), "inf", id="no finite number"),
        pytest.param(["sea", None, "", "salt"], "sea; salt", id="a list"),
        pytest.param([], "", id="an empty list"),
        pytest.param([["a", "b"], ["c"]], "a; b; c", id="a list of lists"),
        pytest.param({"a": 1, 2: None}, '{"a":1,"2":null}', id="a record"),
        pytest.param(b"Emma", "Emma", id="bytes"),
        pytest.param(datetime.date(2026, 11, 29), "2026-11-29", id="a date"),
    ],
)
def test_values_as_text(value: object, text: str) -> None:
    assert text_of(value) == text
