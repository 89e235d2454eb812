"""The engines of a build by their names on the command line."""

from functools import partial

from model_build.build import Yardstick
from model_build.engine import THREADS, Engine


def engine_by_name(name: str) -> tuple[Engine, Yardstick | None]:
    """Return an engine, and what it measures beside the models that it builds, if anything.

    Args:
        name: "pandas", or "spark", which alone needs pyspark and Java.

    Raises:
        DatasetError: pyspark or Java is missing.
    """
    if name == THREADS.name:
        return THREADS, None
    from model_build.spark.session import open_session  # noqa: PLC0415 - tells what is missing

    session = open_session()
    from model_build.spark.als_yardstick import als_ndcg  # noqa: PLC0415
    from model_build.spark.engine import SparkEngine  # noqa: PLC0415

    return SparkEngine(session), partial(als_ndcg, session)
