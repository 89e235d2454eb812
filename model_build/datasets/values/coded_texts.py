"""A column of text in which each distinct value stands once: ids and ratings recur, and each is understood once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class CodedTexts(Sequence[str]):
    """A column of text.

    Attributes:
        texts: [distinct values] in the order of their first rows.
        codes: [rows] the place of each row's value among them.
    """

    texts: Sequence[str]
    codes: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> "CodedTexts": ...

    def __getitem__(self, place: int | slice) -> "str | CodedTexts":
        if isinstance(place, slice):
            return CodedTexts(self.texts, self.codes[place])
        return self.texts[int(self.codes[place])]

    def __iter__(self) -> Iterator[str]:
        return map(self.texts.__getitem__, self.codes.tolist())


def numbers_of(function: Callable[[str], int], column: Sequence[str]) -> NDArray[np.int32]:
    """Return [rows] the number of each text of a column."""
    if isinstance(column, CodedTexts):
        return np.fromiter(map(function, column.texts), np.int32, len(column.texts))[column.codes]
    return np.fromiter(map(function, column), np.int32, len(column))
