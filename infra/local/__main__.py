"""The command line of `make demo`: python -m infra.local, with --help for its options."""

import argparse
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from infra.local.demo import DemoError, parse_port, parse_scopes, running_demo
from infra.local.lambda_host.function_host import RuntimeClientMissingError
from infra.local.local_model import DEMO, SAMPLE
from model_build.datasets.formats.table_file import DatasetError
from model_build.publish.publish import PublishError


def main() -> int:
    """Run the demo until Ctrl-C.

    Returns:
        0, or 2 where it can't run; one sentence on standard error gives the reason.
    """
    parser = argparse.ArgumentParser(prog="make demo", description="Run all of Shelftalker on this machine.")
    parser.add_argument("--data", type=Path, metavar="DIR", default=SAMPLE, help="a ratings dataset; else the sample")
    parser.add_argument("--catalogue", type=Path, metavar="DIR", help="Open Library's dumps, whose books are added")
    parser.add_argument("--port", default="3000", help="where the page is served; else 3000 or the next free")
    parser.add_argument("--directory", type=Path, metavar="DIR", default=DEMO, help="where it builds and logs")
    parser.add_argument("--layout", choices=("list", "cards"), default="list", help="the form of an answer; else list")
    parser.add_argument("--organisation", action="store_true", help="as where an organisation has installed the app")
    parser.add_argument("--learn", action="store_true", help="readers may let their ratings train the next models")
    parser.add_argument(
        "--scopes", metavar="LIST", help="scopes that the workspace grants, as commands,chat:write; else all"
    )
    parser.add_argument("--api", action="store_true", help="the JSON API too; prints its address and a key")
    options = parser.parse_args()
    settings = {"ANSWER_LAYOUT": options.layout, "LEARN_FROM_READERS": "on" if options.learn else "off"}
    signal.signal(signal.SIGTERM, _stop)
    dataset = options.data.expanduser().resolve()
    try:
        demo = running_demo(
            dataset,
            parse_port(options.port),
            options.directory.resolve(),
            settings,
            catalogue=options.catalogue and options.catalogue.expanduser().resolve(),
            is_for_organisation=options.organisation,
            has_api=options.api,
            scopes=None if options.scopes is None else parse_scopes(options.scopes),
        )
        with demo as address:
            if dataset == SAMPLE:
                print("Readers and ratings of the sample are synthetic.")
            title = "dune" if dataset == SAMPLE else "and a title"
            print(f"\nOpen {address} and type /recommend {title}. Ctrl-C stops everything.", flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        print("\nStopped.")
    except (DatasetError, DemoError, PermissionError, PublishError, RuntimeClientMissingError) as error:
        print(f"make demo: {error}", file=sys.stderr)
        return 2
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one, as of a process group, must not end the first's work
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
