"""Redirects of works and authors that were merged, followed to their ends."""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.open_library.dump_files import DumpFile
from model_build.open_library.dump_lines import Losses, RecordReader
from model_build.open_library.keys import number_of

_REDIRECTED = re.compile(rb"(?:^|\n)/type/redirect\t/(works|authors)/")
# Doublings of the steps along all chains at once: chains of up to 2^16 redirects, of which the longest seen has six.
_DOUBLINGS = 16


@dataclass(frozen=True, slots=True)
class Redirects:
    """Redirects of one kind of key.

    Attributes:
        sources: [redirects] number of the key that was merged into another one, ascending.
        targets: [redirects] number of the key at the end of the chain.
    """

    sources: NDArray[np.int64]
    targets: NDArray[np.int64]

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[int, int]], losses: Losses | None = None) -> "Redirects":
        """Follow (source, target) pairs to the ends of their chains; those that go round in circles are left out."""
        table = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
        _, first = np.unique(table[::-1, 0], return_index=True)  # of several the last one stands
        table = table[::-1][first]
        sources, targets = table[:, 0], table[:, 1].copy()
        for _ in range(_DOUBLINGS if len(sources) else 0):
            following, is_source = _positions(sources, targets)
            targets = np.where(is_source, targets[following], targets)
        is_circle = np.isin(targets, sources)
        if losses is not None and is_circle.any():
            example = f"{sources[is_circle][0]} leads to {targets[is_circle][0]}"
            losses.add("redirects: circles, left out", example, int(is_circle.sum()))
        return cls(sources[~is_circle], targets[~is_circle])

    def follow(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the numbers with redirected ones replaced by their targets."""
        if not len(self.sources):
            return numbers
        positions, is_source = _positions(self.sources, numbers)
        return np.where(is_source, self.targets[positions], numbers)

    def aliases_of(self, wanted: Iterable[int]) -> dict[int, int]:
        """Return each wanted number, and each that is redirected to it -> the wanted number."""
        of_wanted = np.fromiter(wanted, dtype=np.int64)
        led = np.isin(self.targets, of_wanted)
        aliases = dict(zip(self.sources[led].tolist(), self.targets[led].tolist(), strict=True))
        return aliases | {number: number for number in of_wanted.tolist()}

    def targets_of(self, numbers: Iterable[int]) -> dict[int, int]:
        """Return the redirected ones of some numbers -> the end of the chain."""
        asked = np.fromiter(numbers, dtype=np.int64)
        followed = self.follow(asked)
        is_moved = followed != asked
        return dict(zip(asked[is_moved].tolist(), followed[is_moved].tolist(), strict=True))


def read_redirects(files: list[DumpFile], losses: Losses) -> tuple[Redirects, Redirects]:
    """Read the redirects of works and of authors.

    Raises:
        DatasetError: A file is broken, or another dump.
    """
    pairs = {"works": array("q"), "authors": array("q")}
    for key, record in RecordReader(losses).records(files, _REDIRECTED, lambda _: True):
        target = record.get("location")
        source_number, target_number = number_of(key), number_of(target)
        kind = key.split("/")[1]
        if source_number is None or target_number is None or not str(target).startswith(f"/{kind}/"):
            losses.add("redirects: without a target of their kind, left out", f"{key} to {target}")
        else:
            pairs[kind].extend((source_number, target_number))
    works, authors = (
        Redirects.of_pairs(zip(of_kind[::2], of_kind[1::2], strict=True), losses) for of_kind in pairs.values()
    )
    return works, authors


def _positions(sources: NDArray[np.int64], numbers: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the position of each number among the sources, and whether it is there."""
    positions = np.minimum(np.searchsorted(sources, numbers), len(sources) - 1)
    return positions, sources[positions] == numbers
