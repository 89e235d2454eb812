"""The encoding of text that is no UTF-8: the one by which its lines look like a language."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from model_build.datasets.values.odd_letters import count_oddities

# The usual one of Western Europe, which is taken where no other is clearly better.
USUAL_ENCODING = "cp1252"


@dataclass(frozen=True, slots=True)
class EncodingConfig:
    """Encodings, and the numbers that tell them.

    Attributes:
        others: The encodings beside the usual one, the commonest first, each with the letters that texts in it
            have and the least share of these among those outside ASCII, where any bytes can be decoded: kana for
            Japanese, syllables for Korean.
        most_lines: Most lines that are looked at.
        least_oddities: Least number of odd places in these lines by the usual encoding.
        broken_share: Share of these lines, at least one of several, that may be broken: they are not to change how the
            others are read.
        most_share: Most odd places by another encoding, as a share of those by the usual one.
    """

    others: tuple[tuple[str, str, float], ...] = (
        ("cp1251", "", 0.0), ("cp1250", "", 0.0), ("cp1254", "", 0.0), ("cp1253", "", 0.0), ("cp1256", "", 0.0),
        ("mac-roman", "", 0.0), ("koi8-r", "", 0.0), ("cp866", "", 0.0),
        ("cp932", "[\u3041-\u30fe]", 0.2), ("cp949", "[\uac00-\ud7a3]", 0.9), ("gb18030", "", 0.0), ("big5", "", 0.0),
    )  # fmt: skip
    most_lines: int = 300
    least_oddities: int = 3
    broken_share: float = 0.1
    most_share: float = 0.2


_CONFIG = EncodingConfig()


def encoding_of_lines(lines: Sequence[bytes]) -> str:
    """Return the encoding of lines that are no UTF-8, by the number of places in them that no language has.

    Args:
        lines: Lines of a file; those of ASCII and of UTF-8 alone tell nothing and are passed over.
    """
    telling = [line for line in lines if not is_utf_8(line)][: _CONFIG.most_lines]
    usual = _oddities(telling, USUAL_ENCODING)
    if (usual is not None and usual < _CONFIG.least_oddities) or not _oddities_of_whole_lines(telling):
        return USUAL_ENCODING
    best, fewest = USUAL_ENCODING, usual
    for encoding, own_letters, least_share in _CONFIG.others:
        found = _oddities(telling, encoding, own_letters, least_share)
        if found is None or (usual is not None and found > _CONFIG.most_share * usual):
            continue
        if fewest is None or found < fewest:
            best, fewest = encoding, found
    return best


def is_utf_8(line: bytes) -> bool:
    """Return True for bytes of UTF-8, ASCII among them."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _oddities_of_whole_lines(lines: Sequence[bytes]) -> float:
    """Return the number of odd places by the usual encoding, in the lines without those that may be broken."""
    found = (_oddities([line], USUAL_ENCODING) for line in lines)
    ascending = sorted(math.inf if number is None else number for number in found)
    broken = max(1, int(_CONFIG.broken_share * len(lines))) if len(lines) > 1 else 0
    return sum(ascending[: len(lines) - broken])


def _oddities(lines: Sequence[bytes], encoding: str, own_letters: str = "", least_share: float = 0) -> int | None:
    """Return the number of odd places in lines by an encoding, None where they can't be in it."""
    try:
        text = "\n".join(line.decode(encoding) for line in lines)
    except UnicodeDecodeError:
        return None
    if own_letters and len(re.findall(own_letters, text)) < least_share * len(re.findall(r"[^\x00-\x7f]", text)):
        return None
    return sum(map(count_oddities, text.split("\n")))
