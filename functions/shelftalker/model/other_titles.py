"""Titles of a work's other editions, written as what they do not have in common with the shown one."""

from collections.abc import Iterable

# Letters in common are counted by a character, from this one on: none of them is a line feed or a surrogate.
_ZERO = 0x20
_MOST = 0x5000


def encode_other_titles(shown: str, keys: Iterable[str]) -> str:
    """Pack normalised titles.

    Args:
        shown: The shown title, normalised.
        keys: The others, normalised.
    """
    packed = []
    for key in keys:
        in_common = _letters_in_common(shown, key)
        packed.append(chr(_ZERO + in_common) + key[in_common:].replace("\n", " "))
    return "\n".join(packed)


def decode_other_titles(shown: str, packed: str) -> list[str]:
    """Unpack normalised titles."""
    return [shown[: ord(key[0]) - _ZERO] + key[1:] for key in packed.split("\n")]


def _letters_in_common(shown: str, key: str) -> int:
    pairs = zip(shown[:_MOST], key, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(shown), len(key), _MOST))
