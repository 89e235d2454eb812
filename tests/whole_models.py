"""The model of the bundled sample, built once for all tests of a run."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from infra.local.local_model import SAMPLE, prepare_model
from shelftalker.model.catalogue import Catalogue
from tests.coverage_pauses import pause_coverage


@pytest.fixture(scope="session")
def sample_model(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """Build the model of the sample, which takes ten seconds, or wait until the run's other process has built it.

    Its folder has the name by which a demo finds it among its models.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with (folder / "sample-models.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pause_coverage(pytestconfig):
            return prepare_model(SAMPLE, folder / "sample-models", report=logging.getLogger(__name__).info).directory


@pytest.fixture(scope="session")
def sample(sample_model: Path) -> Iterator[Catalogue]:
    """Open the model of the sample."""
    with closing(Catalogue.open(sample_model)) as catalogue:
        yield catalogue
