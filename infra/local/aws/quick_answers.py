"""A shortcut in moto's answers of DynamoDB: values that are JSON already are not taken apart.

moto looks for each of ten kinds of value in each attribute, 1.6 ms for an item of nine: a shelf of 5,000 books takes
eight seconds, of which a click waits for one. Kinds that JSON can't hold, and values in values, go moto's own way.
"""

from typing import Any

from moto.core import serialize

_METHOD = "_serialize_type_structure"
_AS_THEY_ARE = frozenset({"S", "N", "BOOL", "NULL"})


def answer_quickly() -> None:
    """Take the shortcut in this process from now on."""
    serializer: Any = serialize.BaseJSONSerializer
    whole = getattr(serializer, _METHOD)
    if hasattr(whole, "is_shortcut"):
        return

    def serialize_structure(self: Any, serialized: dict[str, Any], value: Any, shape: Any, key: str) -> None:
        if shape.name == "AttributeValue" and isinstance(value, dict) and value.keys() <= _AS_THEY_ARE:
            serialized[key] = value
        else:
            whole(self, serialized, value, shape, key)

    serialize_structure.is_shortcut = True  # type: ignore[attr-defined] # known again by it
    setattr(serializer, _METHOD, serialize_structure)
