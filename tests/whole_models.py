"""The model of the bundled sample, built once for all tests of a run."""

import fcntl
import os
from pathlib import Path

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.sample.make_sample import SAMPLE_DIRECTORY
from tests.coverage_pauses import pause_coverage


@pytest.fixture(scope="session")
def sample_model(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """Build the model of the sample, which takes ten seconds, or wait until the run's other process has built it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    model = folder / "sample-model"
    with (folder / "sample-model.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (model / "manifest.json").exists():
            with pause_coverage(pytestconfig):
                build_model(DatasetFiles.found_in(SAMPLE_DIRECTORY), model)
    return model
