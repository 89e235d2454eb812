"""The text of values that are no text, as a table with delimiters would have it."""

import math

import orjson


def text_of(value: object) -> str:
    """Return a value as text: '' for none, whole numbers without '.0', lists with '; ' between their values.

    Records are JSON.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(text_of, value)))
    if isinstance(value, dict):
        return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return _text_of_plain(value)


def _text_of_plain(value: object) -> str:
    """Return a number, a date, a truth or nothing as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    is_none = value is None or (isinstance(value, float) and math.isnan(value))
    return "" if is_none else str(value)
