"""The kinds of rule that Slack has for what apps send: how long, how many, of which type, required or not.

Which rule holds where is the business of slack/rules/limits.py. Every violation names the limit, what came and where.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = Any


@dataclass(frozen=True)
class Violation:
    """One rule that a payload breaks.

    Attributes:
        where: A JSON pointer into the payload, such as `/blocks/0/text`.
        expected: The rule, with its limit.
        came: What was there instead.
    """

    where: str
    expected: str
    came: str

    def __str__(self) -> str:
        return f"expected {self.expected}, got {self.came} [json-pointer:{self.where or '/'}]"


class Rule(Protocol):
    """Something that can be held against a value of a payload."""

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """What is wrong with the value that stands at a place."""
        ...


@dataclass(frozen=True)
class String:
    """A string within a length, and perhaps with a beginning that is required of it."""

    at_most: int
    at_least: int = 1
    beginning: str = ""

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, str):
            yield Violation(where, "a string", _kind(value))
        elif len(value) > self.at_most:
            yield Violation(where, f"at most {self.at_most:,} characters", f"{len(value):,}")
        elif len(value) < self.at_least:
            yield Violation(where, f"at least {self.at_least} character", f"{len(value)}")
        elif not value.startswith(self.beginning):
            yield Violation(where, f"{self.beginning}...", repr(value[:60]))


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, bool):
            yield Violation(where, "true or false", _kind(value))


@dataclass(frozen=True)
class Number:
    """A whole number within a range."""

    at_least: int
    at_most: int

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, int) or isinstance(value, bool):
            yield Violation(where, "a whole number", _kind(value))
        elif not self.at_least <= value <= self.at_most:
            yield Violation(where, f"{self.at_least} to {self.at_most:,}", f"{value:,}")


@dataclass(frozen=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if value not in self.words:
            yield Violation(where, " or ".join(self.words), repr(value)[:60])


@dataclass(frozen=True)
class Items:
    """A list within a length, each of its items under one rule."""

    each: Rule
    at_most: int
    at_least: int = 1

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, list):
            yield Violation(where, "a list", _kind(value))
            return
        if len(value) > self.at_most:
            yield Violation(where, f"at most {self.at_most} items", f"{len(value)}")
        if len(value) < self.at_least:
            yield Violation(where, f"at least {self.at_least} item", f"{len(value)}")
        for place, item in enumerate(value):
            yield from self.each.violations(item, f"{where}/{place}")


@dataclass(frozen=True)
class Shape:
    """An object with members, each under its own rule. Members that Slack does not know are violations too.

    Attributes:
        required: Members that must be there.
        optional: Members that may be there.
        exactly_one_of: Members of which one is there and no other; they are in `optional` too.
        any_of: Members of which at least one is there; they are in `optional` too.
    """

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    exactly_one_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, dict):
            yield Violation(where, "an object", _kind(value))
            return
        rules = {**self.required, **self.optional}
        for name in self.required:
            if name not in value:
                yield Violation(where, f"the member {name!r}", "none")
        yield from self._violated_choices(value, where)
        for name, member in value.items():
            if name in rules:
                yield from rules[name].violations(member, f"{where}/{name}")
            elif name != "type":
                yield Violation(f"{where}/{name}", f"only {', '.join(rules)}", f"the member {name!r}")

    def _violated_choices(self, value: Mapping[str, Json], where: str) -> Iterator[Violation]:
        present = [name for name in self.exactly_one_of if name in value]
        if self.exactly_one_of and len(present) != 1:
            yield Violation(where, f"either {' or '.join(self.exactly_one_of)}", " and ".join(present) or "neither")
        if self.any_of and not any(name in value for name in self.any_of):
            yield Violation(where, f"{' or '.join(self.any_of)}", "neither")


@dataclass(frozen=True)
class Typed:
    """An object whose `type` says which of several shapes it has.

    Attributes:
        what: What the object is called in Slack's documentation: block, element.
        shapes: The shapes by type.
    """

    what: str
    shapes: Mapping[str, Shape]

    def violations(self, value: Json, where: str) -> Iterator[Violation]:
        """See `Rule`."""
        if not isinstance(value, dict):
            yield Violation(where, f"{self.what} (an object with a type)", _kind(value))
            return
        kind = value.get("type")
        if isinstance(kind, str) and kind in self.shapes:
            yield from self.shapes[kind].violations(value, where)
        else:
            yield Violation(f"{where}/type", f"{self.what} of type {', '.join(self.shapes)}", repr(kind)[:60])


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
    """The two text objects that Slack has, by their type."""
    text = {"text": String(at_most)}
    return {"plain_text": Shape(text, {"emoji": Flag()}), "mrkdwn": Shape(text, {"verbatim": Flag()})}


def _kind(value: Json) -> str:
    """What a value is, in words of JSON."""
    if value is None:
        return "null"
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", int: "a number"}
    return names.get(type(value), "a number")
