"""A function with its arrays in a file, and its arrays as views of that file."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model_build.spark.shipped_function import read_function, write_function


@dataclass(frozen=True)
class Shelf:
    """Numbers of books, by their rows."""

    name: str
    counts: NDArray[np.int64]
    shares: NDArray[np.float32]
    empty: NDArray[np.int32]

    def count(self, row: int) -> tuple[str, int, float, int]:
        """Return what is known of a row."""
        return self.name, int(self.counts[row]), float(self.shares[row]), len(self.empty)


def test_a_method_is_read_back_with_its_arrays_as_read_only_views_of_the_file(tmp_path: Path) -> None:
    shelf = Shelf("Dune", np.arange(1000), np.array([0, 0.5, 1], dtype=np.float32), np.empty(0, dtype=np.int32))
    file = tmp_path / "function"
    write_function(shelf.count, file)
    assert file.stat().st_size < 1000 * 8 + 1000
    count = read_function(file)
    assert count(2) == shelf.count(2)
    counts = count.__self__.counts  # type: ignore[attr-defined]
    assert not counts.flags.writeable
    assert not counts.flags.owndata
    assert counts.__array_interface__["data"][0] % 64 == 0
    assert read_function(file) is count
