"""Monthly cost of deployments, printed as Markdown: python -m infra.costs [--model DIR]."""

import argparse
import os
import platform
import sys
from dataclasses import astuple, dataclass
from pathlib import Path

import model_build  # noqa: F401 # puts functions/ on the import path
from infra.costs.measuring import measure
from infra.costs.monthly import BILLING, PUBLIC_USE, Habits, Measurements, Options, PublicUse, monthly_bill
from infra.costs.prices import PRICES
from infra.local.local_model import MODELS, SAMPLE, prepare_model
from shelftalker.model.format import ModelError


@dataclass(frozen=True, slots=True)
class ReportConfig:
    """Deployments in the tables.

    Attributes:
        readers: Number of readers of each row.
        keys: Number of customer-managed keys, of the data and of the secrets.
        public: Use of the JSON API and of the page.
    """

    readers: tuple[int, ...] = (10, 200, 10_000)
    keys: int = 2
    public: PublicUse = PUBLIC_USE

    def columns(self) -> dict[str, Options]:
        """Return the options of each deployment, by the name of its column."""
        return {
            "default": Options(),
            "SnapStart": Options(has_snapstart=True),
            "keys": Options(keys=self.keys),
            "front door": Options(has_front_door=True),
            "API and page": Options(public=self.public),
            "all of it": Options(has_snapstart=True, keys=self.keys, has_front_door=True, public=self.public),
        }


REPORT = ReportConfig()


def main() -> None:
    """Measure a model and print its report."""
    parser = argparse.ArgumentParser(prog="python -m infra.costs", description="What a deployment costs a month.")
    parser.add_argument("--model", type=Path, metavar="DIR", help="a built model; without it that of the sample")
    model = parser.parse_args().model or prepare_model(SAMPLE, MODELS).directory
    try:
        print(report(measure(model)))  # noqa: T201 - a command-line program prints
    except ModelError as error:
        sys.exit(str(error))


def report(measured: Measurements, habits: Habits | None = None) -> str:
    """Return the tables, and the measurements and assumptions under them."""
    habits = habits or Habits()
    columns = REPORT.columns()
    lines = [_row(["readers", "requests", "cold starts", *columns, "default at list price"])]
    lines.append(_row(["---:"] * (len(columns) + 4)))
    for readers in REPORT.readers:
        bills = [monthly_bill(readers, measured, habits, options) for options in columns.values()]
        first = bills[0]
        numbers = [f"{readers:,}", f"{first.requests:,.0f}", f"{first.cold_starts:,.0f}"]
        lines.append(_row([*numbers, *(_usd(bill.total) for bill in bills), _usd(first.list_price)]))
    services = list(monthly_bill(1, measured, habits, Options()).by_service)
    lines += ["", _row(["readers", *services, "free"]), _row(["---:"] * (len(services) + 2))]
    for readers in REPORT.readers:
        bill = monthly_bill(readers, measured, habits, columns["all of it"])
        lines.append(_row([f"{readers:,}", *(_usd(bill.by_service[name]) for name in services), _usd(-bill.free)]))
    return "\n".join([*lines, "", _basis(measured, habits)])


def _basis(measured: Measurements, habits: Habits) -> str:
    start, title, letter, log, answer, model = astuple(measured)
    options = Options()
    return (
        f"USD a month, {PRICES.region}, prices of {PRICES.as_of} (infra/costs/prices.py); {options.architecture}, "
        f"{options.memory_mb} MB. Less what AWS leaves free for good, in an account that has nothing else; the last "
        f"column of the first table is without that, the second table is with SnapStart, {options.kept_versions} kept "
        f"versions, {REPORT.keys} keys, the front door, the API and the page. A reader, each month: "
        f"{habits.titles} titles, {habits.clicks} clicks, {habits.lists} lists and Homes, "
        f"{habits.letters} letters typed, in {habits.sessions} sittings. The API, each month: "
        f"{REPORT.public.api_requests:,} requests; the page: {REPORT.public.visits:,} visits of "
        f"{REPORT.public.page_requests // REPORT.public.visits} requests. Measured on {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, with the runtime client's share: start {start:.0f} ms, title {title:.1f} ms, "
        f"letter {letter:.1f} ms, log {log:,.0f} bytes a request, answer {answer:,.0f} bytes, model {model / 1e6:.1f} "
        f"MB; times {BILLING.mb_per_processor}/{options.memory_mb} for Lambda's share of a processor. A title is "
        f"answered with the read of a shelf of {habits.shelf_bytes / 1000:.0f} kB, by the client of the request path. "
        f"Assumed: that read waits {habits.read_wait_ms:.0f} ms for DynamoDB, a click {habits.click_wait_ms:.0f} ms "
        "for DynamoDB and Slack, every request is traced, five models are kept in S3, and no model is learned in the "
        "account."
    )


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _usd(amount: float) -> str:
    return f"{amount:,.2f}"


if __name__ == "__main__":
    main()
