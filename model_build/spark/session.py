"""The Spark session of a build: that of the job that runs it, else one on this machine."""

import os
import shutil
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from model_build.datasets.formats.table_file import DatasetError

try:
    from pyspark.sql import DataFrame, SparkSession
except ModuleNotFoundError as error:
    raise DatasetError(
        "pyspark is not installed, which --engine spark needs: make .venv/spark.stamp. Without it: --engine pandas."
    ) from error


@dataclass(frozen=True, slots=True)
class SessionConfig:
    """Settings of a session on this machine.

    Attributes:
        master: Where it runs: two threads of this machine, each with a Python process.
        driver_memory: Most memory of Spark's Java process; the numbers themselves are in Python's.
        shuffle_partitions: Parts of a table that is sorted or grouped; Spark's own default is for many machines.
    """

    master: str = "local[2]"
    driver_memory: str = "2g"
    shuffle_partitions: int = 8

    def settings(self) -> dict[str, str]:
        """Return Spark's settings by their names."""
        root = Path(__file__).resolve().parents[2]
        return {
            "spark.master": self.master,
            "spark.app.name": "Shelftalker",
            "spark.driver.memory": self.driver_memory,
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            # The results of all parts together are larger than what Spark allows by default.
            "spark.driver.maxResultSize": "0",
            "spark.sql.shuffle.partitions": str(self.shuffle_partitions),
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "ERROR",
            "spark.executorEnv.PYTHONPATH": os.pathsep.join([str(root), str(root / "functions")]),
        }


SESSION = SessionConfig()


def open_session() -> SparkSession:
    """Return the session of the job, whose settings are given to spark-submit, or start one on this machine.

    Raises:
        DatasetError: There is no Java.
    """
    builder = SparkSession.builder
    # spark-submit starts Java itself, with the job's settings.
    if "PYSPARK_GATEWAY_PORT" not in os.environ:
        if not has_java():
            raise DatasetError(
                "Spark needs Java 17 or newer: apt-get install openjdk-17-jre-headless, or set JAVA_HOME. Without it: "
                "--engine pandas."
            )
        # Spark's Python processes have the packages of this one.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        for name, value in SESSION.settings().items():
            builder = builder.config(name, value)
    # It warns of pandas 3, which nothing here converts to.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*pandas", category=UserWarning)
        return builder.getOrCreate()


def has_java() -> bool:
    """Return True where a Java program is found, as Spark looks for it."""
    home = os.environ.get("JAVA_HOME")
    return Path(home, "bin", "java").exists() if home else shutil.which("java") is not None


def collect(frame: DataFrame) -> pa.Table:
    """Return all rows of a DataFrame. pyspark leaves it to Python to close the socket that they come through."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        return frame.toArrow()
