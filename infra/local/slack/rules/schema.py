"""The kinds of rule that a schema of Block Kit is made of: lengths, numbers, types, required and optional members.

rules/block_kit.py makes the schemas. Every violation names the limit, the value that came and its JSON pointer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = Any


@dataclass(frozen=True)
class Violation:
    """A rule that a payload breaks.

    Attributes:
        where: A JSON pointer into the payload, such as `/blocks/0/text`.
        expected: The rule, with its limit.
        actual: The value that came instead.
    """

    where: str
    expected: str
    actual: str

    def __str__(self) -> str:
        return f"expected {self.expected}, got {self.actual} [json-pointer:{self.where or '/'}]"


class Rule(Protocol):
    """A rule that a value of a payload is validated against."""

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """Yield the violations of a value that stands at a JSON pointer."""
        ...


@dataclass(frozen=True)
class String:
    """A string within a length, and with a prefix where one is required."""

    at_most: int
    at_least: int = 1
    prefix: str = ""

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, str):
            yield Violation(where, "a string", _json_type(value))
        elif len(value) > self.at_most:
            yield Violation(where, f"at most {self.at_most:,} characters", f"{len(value):,}")
        elif len(value) < self.at_least:
            yield Violation(where, f"at least {self.at_least} character", f"{len(value)}")
        elif not value.startswith(self.prefix):
            yield Violation(where, f"{self.prefix}...", repr(value[:60]))


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, bool):
            yield Violation(where, "true or false", _json_type(value))


@dataclass(frozen=True)
class Number:
    """A whole number within a range."""

    at_least: int
    at_most: int

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, int) or isinstance(value, bool):
            yield Violation(where, "a whole number", _json_type(value))
        elif not self.at_least <= value <= self.at_most:
            yield Violation(where, f"{self.at_least} to {self.at_most:,}", f"{value:,}")


@dataclass(frozen=True)
class OneOf:
    """One of a few strings."""

    words: tuple[str, ...]

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if value not in self.words:
            yield Violation(where, " or ".join(self.words), repr(value)[:60])


@dataclass(frozen=True)
class Items:
    """A list within a length, all of whose members follow one rule."""

    member_rule: Rule
    at_most: int
    at_least: int = 1

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, list):
            yield Violation(where, "a list", _json_type(value))
            return
        if len(value) > self.at_most:
            yield Violation(where, f"at most {self.at_most} items", f"{len(value)}")
        if len(value) < self.at_least:
            yield Violation(where, f"at least {self.at_least} item", f"{len(value)}")
        for index, member in enumerate(value):
            yield from self.member_rule.violations(member, f"{where}/{index}")


@dataclass(frozen=True)
class Shape:
    """An object with members, each with a rule of its own. Members that Slack does not know are violations too.

    Attributes:
        required: Required members.
        optional: Optional members.
        exactly_one_of: Members of which exactly one has to be present; they are in `optional` too.
        any_of: Members of which at least one has to be present; they are in `optional` too.
    """

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    exactly_one_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, dict):
            yield Violation(where, "an object", _json_type(value))
            return
        rules = {**self.required, **self.optional}
        for name in self.required:
            if name not in value:
                yield Violation(where, f"the member {name!r}", "none")
        yield from self._choice_violations(value, where)
        for name, member in value.items():
            if name in rules:
                yield from rules[name].violations(member, f"{where}/{name}")
            elif name != "type":
                yield Violation(f"{where}/{name}", f"only {', '.join(rules)}", f"the member {name!r}")

    def _choice_violations(self, value: Mapping[str, Json], where: str) -> Iterator[Violation]:
        present = [name for name in self.exactly_one_of if name in value]
        if self.exactly_one_of and len(present) != 1:
            yield Violation(where, f"either {' or '.join(self.exactly_one_of)}", " and ".join(present) or "neither")
        if self.any_of and not any(name in value for name in self.any_of):
            yield Violation(where, f"{' or '.join(self.any_of)}", "neither")


@dataclass(frozen=True)
class Typed:
    """An object with one of several shapes, by its `type`.

    Attributes:
        name: Name of the object in Slack's documentation, with its article: "a block", "an element".
        shapes: The shapes by type.
    """

    name: str
    shapes: Mapping[str, Shape]

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, dict):
            yield Violation(where, f"{self.name} (an object with a type)", _json_type(value))
            return
        kind = value.get("type")
        if isinstance(kind, str) and kind in self.shapes:
            yield from self.shapes[kind].violations(value, where)
        else:
            yield Violation(f"{where}/type", f"{self.name} of type {', '.join(self.shapes)}", repr(kind)[:60])


@dataclass(frozen=True)
class Text:
    """A text object: formatted (`mrkdwn`) where that is allowed, or plain."""

    at_most: int
    kinds: tuple[str, ...] = ("plain_text",)

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        shapes = text_shapes(self.at_most)
        yield from Typed("a text object", {kind: shapes[kind] for kind in self.kinds}).violations(value, where)


def text_shapes(at_most: int) -> dict[str, Shape]:
    """Return the shapes of Slack's two text objects, by their type."""
    text = {"text": String(at_most)}
    return {"plain_text": Shape(text, {"emoji": Flag()}), "mrkdwn": Shape(text, {"verbatim": Flag()})}


def _json_type(value: Json) -> str:
    """Return the JSON type of a value, in words."""
    if value is None:
        return "null"
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", int: "a number"}
    return names.get(type(value), "a number")
