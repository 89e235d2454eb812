"""Prints what deployments cost a month, as Markdown: python -m infra.costs [--model DIR]."""

import argparse
import os
import platform
import sys
from dataclasses import astuple
from pathlib import Path

import model_build  # noqa: F401 # puts functions/ on the import path
from infra.costs import prices
from infra.costs.measuring import measure
from infra.costs.monthly import Habits, Measured, Options, monthly_bill
from infra.local.local_model import DEMO, SAMPLE, prepare_model
from shelftalker.model.format import ModelError

_READERS = (10, 200, 10_000)
# Of the data and of the secrets.
_KEYS = 2
_OLD_VERSIONS = 10
_COLUMNS = {
    "default": Options(),
    "SnapStart": Options(has_snapstart=True),
    "keys": Options(keys=_KEYS),
    "both": Options(has_snapstart=True, keys=_KEYS),
    f"both, {_OLD_VERSIONS} old versions kept": Options(
        has_snapstart=True, keys=_KEYS, kept_versions=1 + _OLD_VERSIONS
    ),
}


def main() -> None:
    """Measure, work it out, print it."""
    parser = argparse.ArgumentParser(prog="python -m infra.costs", description="What a deployment costs a month.")
    parser.add_argument("--model", type=Path, metavar="DIR", help="a built model; without it that of the sample")
    model = parser.parse_args().model or prepare_model(SAMPLE, DEMO / "costs").directory
    try:
        print(report(measure(model)))  # noqa: T201 - a command-line program prints
    except ModelError as error:
        sys.exit(str(error))


def report(measured: Measured, habits: Habits | None = None) -> str:
    """The tables, and what they rest on."""
    habits = habits or Habits()
    lines = [_row(["readers", "requests", "cold starts", *_COLUMNS, "default at list price"])]
    lines.append(_row(["---:"] * (len(_COLUMNS) + 4)))
    for readers in _READERS:
        bills = [monthly_bill(readers, measured, habits, options) for options in _COLUMNS.values()]
        first = bills[0]
        numbers = [f"{readers:,}", f"{first.requests:,.0f}", f"{first.cold_starts:,.0f}"]
        lines.append(_row([*numbers, *(_usd(bill.total) for bill in bills), _usd(first.list_price)]))
    services = list(monthly_bill(1, measured, habits, Options()).by_service)
    lines += ["", _row(["readers", *services, "free"]), _row(["---:"] * (len(services) + 2))]
    for readers in _READERS:
        bill = monthly_bill(readers, measured, habits, _COLUMNS["both"])
        lines.append(_row([f"{readers:,}", *(_usd(bill.by_service[name]) for name in services), _usd(-bill.free)]))
    return "\n".join([*lines, "", _basis(measured, habits)])


def _basis(measured: Measured, habits: Habits) -> str:
    start, title, letter, log, answer, model = astuple(measured)
    options = Options()
    return (
        f"USD a month, {prices.REGION}, prices of {prices.AS_OF} (infra/costs/prices.py); {options.architecture}, "
        f"{options.memory_mb} MB. Less what AWS leaves free for good, in an account that has nothing else; the last "
        f"column of the first table is without that, the second table is with SnapStart and {_KEYS} keys. A reader, "
        f"each month: {habits.titles} titles, {habits.clicks} clicks, {habits.lists} lists and Homes, "
        f"{habits.letters} letters typed, in {habits.sessions} sittings. Measured on {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, with the runtime client's share: start {start:.0f} ms, title {title:.1f} ms, "
        f"letter {letter:.1f} ms, log {log:,.0f} bytes a request, answer {answer:,.0f} bytes, model {model / 1e6:.1f} "
        f"MB; times 1769/{options.memory_mb} for Lambda's share of a processor. Assumed: a click waits "
        f"{habits.click_wait_ms:.0f} ms for DynamoDB and Slack, every request is traced, five models are kept in S3."
    )


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _usd(amount: float) -> str:
    return f"{amount:,.2f}"


if __name__ == "__main__":
    main()
