"""The engine of one machine: results in the order of the parts, whichever is ready first."""

import time

import numpy as np

from model_build.engine import Columns, ThreadEngine


def squares_below(number: int) -> Columns:
    time.sleep(0.01 * (number % 2))
    return {"square": np.arange(number, dtype=np.int32) ** 2}


def test_results_come_in_the_order_of_the_parts() -> None:
    found = [columns["square"].tolist() for columns in ThreadEngine(2).map(squares_below, [3, 0, 1, 2], {})]
    assert found == [[0, 1, 4], [], [0], [0, 1]]
