"""Load test: signed requests to the functions, hosted in real Lambda processes behind an API on this machine.

make load                     the bundled sample
make load DATA=folder         a dataset of one's own, in the same files as for `model_build build`

The functions, the imitation of AWS and the simulated readers share this machine's processors.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from infra.local.local_model import FUNCTIONS, MODELS, PROJECT, SAMPLE, prepare_model
from tests.bench.figures import Figure, print_figures, print_heading
from tests.load.accounting import Accounting
from tests.load.deployment import deployed_functions, start_environments

# As many environments as Lambda would start for four requests at once.
_ENVIRONMENTS = 4


def main() -> None:
    """Send the requests, print the figures, and fail if an answer failed or was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=SAMPLE, help="folder with the ratings dataset")
    parser.add_argument("--rate", type=int, default=50, help="requests a second")
    parser.add_argument("--seconds", type=int, default=60, help="how long")
    options = parser.parse_args()
    dataset: Path = options.data
    # The demo may have built the model already.
    with tempfile.TemporaryDirectory() as temporary:
        model = prepare_model(dataset, MODELS)
        print_heading(f"Load: {options.rate} requests a second for {options.seconds} s, {model.books:,} books")
        with deployed_functions(model.directory, Path(temporary) / "functions.log", _ENVIRONMENTS) as (address, _):
            seconds = start_environments(address, _ENVIRONMENTS)
            print_figures([Figure(f"{_ENVIRONMENTS} cold starts at once, before that", f"{seconds * 1000:.0f} ms")])
            accounting = _run(
                address, model.directory, options.rate, options.seconds, Path(temporary) / "accounting.json"
            )
    print_figures(accounting.figures(options.rate))
    if not accounting.is_all_answered:
        sys.exit("Not every request had its answer.")


def _run(address: str, model: Path, rate: int, seconds: int, accounting: Path) -> Accounting:
    """Send requests at a rate and return their accounting.

    It runs in a process of its own: locust replaces Python's sockets and threads by its own.
    """
    environment = os.environ | {
        "MODEL_DIRECTORY": str(model),
        "LOAD_ACCOUNTING": str(accounting),
        "LOAD_SECONDS": str(seconds),
        "PYTHONPATH": os.pathsep.join((str(FUNCTIONS), str(PROJECT))),
    }
    command = [
        sys.executable,
        "-m",
        "locust",
        "--locustfile",
        str(Path(__file__).with_name("locustfile.py")),
        "--host",
        f"http://{address}",
        "--headless",
    ]
    seconds_for_last_answers = 5
    run_seconds = seconds + seconds_for_last_answers
    command += ["--users", str(rate), "--spawn-rate", str(rate), "--run-time", f"{run_seconds}s"]
    command += ["--only-summary", "--loglevel", "WARNING", "--exit-code-on-error", "0"]
    run = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if run.returncode:
        sys.exit(f"locust failed:\n{run.stderr}")
    return Accounting.load(accounting)


if __name__ == "__main__":
    main()
