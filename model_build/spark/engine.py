"""The engine of many machines: Spark's DataFrames carry the parts and their results, Python's code works on them."""

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa
from pyspark.core.files import SparkFiles
from pyspark.sql import SparkSession

from model_build.engine import Columns, Part
from model_build.spark.session import collect, open_session
from model_build.spark.shipped_function import read_function, write_function

# numpy's names of types -> Spark's.
_SPARK_TYPES = {"int8": "tinyint", "int32": "int", "int64": "bigint", "float32": "float", "float64": "double",
                "bool": "boolean", "object": "binary"}  # fmt: skip
_PART = "part"


class SparkEngine:
    """Runs a function on the parts of a build in the Python processes of a Spark session."""

    def __init__(self, session: SparkSession | None = None) -> None:
        """Use a session, by default that of the job or one on this machine.

        Raises:
            DatasetError: A session is needed and there is no Java.
        """
        self.session = session or open_session()

    @property
    def name(self) -> str:
        """The name on the command line."""
        return "spark"

    @property
    def has_processes(self) -> bool:
        """Spark starts a Python process for each part that is worked on at once."""
        return True

    def map(
        self, function: Callable[[Part], Columns], parts: Sequence[Part], types: Mapping[str, str]
    ) -> Iterator[Columns]:
        """Yield the result of a function for each part, in the order of the parts, see `Engine.map`.

        A part is a row of a DataFrame; function and parts are in a file that Spark copies to each machine. Arrow's
        batches bring the results back, of which an empty float is not made a null as pandas' would be.
        """
        if not parts:
            return
        schema = ", ".join([f"{_PART} bigint", *(f"{name} {_SPARK_TYPES[kind]}" for name, kind in types.items())])
        with TemporaryDirectory() as temporary:
            file = Path(temporary) / f"function-{uuid4().hex}"
            # Out of band in the file, so that a process unpickles those that it works on.
            pickled = [pickle.PickleBuffer(pickle.dumps(part, protocol=5)) for part in parts]
            write_function(partial(_result_of_part, function, pickled), file)
            self.session.sparkContext.addFile(str(file))
            rows = self.session.range(0, len(parts), numPartitions=len(parts))
            results = collect(rows.mapInArrow(partial(_run, file.name, dict(types)), schema))
        part_of_row = results[_PART].to_numpy()
        if len(part_of_row) and (np.diff(part_of_row) < 0).any():
            results = results.take(np.argsort(part_of_row, kind="stable"))
            part_of_row = np.sort(part_of_row)
        ends = np.searchsorted(part_of_row, np.arange(1, len(parts) + 1))
        columns = {name: results[name].to_numpy() for name in types}
        start = 0
        for end in ends.tolist():
            yield {name: column[start:end] for name, column in columns.items()}
            start = end


def _result_of_part(function: Callable[[Any], Columns], parts: Sequence[pickle.PickleBuffer], number: int) -> Columns:
    return function(pickle.loads(parts[number]))  # noqa: S301 - written by this build


def _run(file_name: str, types: Mapping[str, str], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the result of each part whose numbers come in the batches; runs in Spark's Python processes."""
    function = read_function(Path(SparkFiles.get(file_name)))
    for batch in batches:
        for number in batch.column(0).to_pylist():
            columns = function(number)
            arrays = [pa.array(columns[name]) for name in types]
            part = pa.array(np.full(len(arrays[0]), number, dtype=np.int64))
            yield pa.RecordBatch.from_arrays([part, *arrays], names=[_PART, *types])
