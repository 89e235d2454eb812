"""Arguments of tools, checked against the JSON Schema that describes them to a model."""

from collections.abc import Mapping
from typing import Any

from shelftalker.api.requests import excerpt, is_unicode
from shelftalker.mcp.answers import ToolError

Schema = Mapping[str, Any]
_NAMES = {"string": "a text", "integer": "a whole number", "boolean": "true or false", "array": "a list"}


def checked_arguments(schema: Schema, arguments: object) -> dict[str, Any]:
    """Return arguments that fit a schema, with its defaults; null counts as not given.

    Args:
        schema: An object's, with the keywords that schemas.py uses: type, enum, items, minimum and maximum, lengths and
            numbers of items, required, default.
        arguments: As they came.

    Raises:
        ToolError: They do not fit; the sentence says which one, the expectation and the value.
    """
    if not isinstance(arguments, dict):
        raise ToolError(f"Expected the arguments as an object; got {excerpt(arguments)}.")
    properties: Mapping[str, Schema] = schema["properties"]
    given = {name: _whole(value) for name, value in arguments.items() if value is not None}
    if unknown := sorted(given.keys() - properties.keys()):
        known = ", ".join(properties) or "none"
        raise ToolError(f"There is no argument {excerpt(unknown[0])}. The arguments of this tool: {known}.")
    if missing := [name for name in schema.get("required", ()) if name not in given]:
        raise ToolError(f"The argument {missing[0]} is missing: {properties[missing[0]]['description']}")
    for name, value in given.items():
        _check(name, properties[name], value)
    defaults = {name: each["default"] for name, each in properties.items() if "default" in each}
    return defaults | given


def _check(name: str, schema: Schema, value: object) -> None:
    kind = schema["type"]
    if not _is_of(kind, value):
        raise ToolError(f"{name} has to be {_NAMES[kind]}; got {excerpt(value)}.")
    if "enum" in schema and value not in schema["enum"]:
        raise ToolError(f"{name} has to be one of {', '.join(map(str, schema['enum']))}; got {excerpt(value)}.")
    if isinstance(value, list):
        _check_size(name, len(value), schema.get("minItems", 0), schema["maxItems"], "items")
        for position, item in enumerate(value, start=1):
            _check(f"{name}, item {position},", schema["items"], item)
    elif isinstance(value, str):
        if not is_unicode(value):
            raise ToolError(f"{name} has to be a text in Unicode; got {excerpt(value)}, with half of a letter's code.")
        size = len(value) if value.strip() else 0
        _check_size(name, size, schema.get("minLength", 0), schema.get("maxLength", 1000), "characters")
    elif isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise ToolError(f"{name} has to be from {schema['minimum']} to {schema['maximum']}; got {excerpt(value)}.")


def _is_of(kind: str, value: object) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, {"string": str, "boolean": bool, "array": list}[kind])


def _whole(value: object) -> object:
    """Return a number without a fraction as a whole one, as JSON Schema counts 1990.0; other values as they are."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _check_size(name: str, size: int, least: int, most: int, of: str) -> None:
    if not least <= size <= most:
        expected = f"{most}" if least == most else f"from {least} to {most}"
        raise ToolError(f"{name} has to have {expected} {of}; it has {size}.")
