"""Tests of the monthly bill, of its report, and of the measurements."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

from infra.costs.__main__ import report
from infra.costs.measuring import measure
from infra.costs.monthly import (
    NO_PUBLIC_USE,
    PUBLIC_USE,
    Habits,
    Measurements,
    Options,
    PublicUse,
    monthly_bill,
)
from infra.costs.prices import PRICES
from infra.deployment.old_versions import KEPT_VERSIONS
from tests.cloudformation import MONITORING_FILE, PROJECT, stack

MEASURED = Measurements(start_ms=400, title_ms=4, letter_ms=6, log_bytes=300, answer_bytes=10_000, model_bytes=1e6)
HABITS = Habits()


def test_without_readers_there_are_alarms_a_dashboard_and_a_stored_model() -> None:
    bill = monthly_bill(0, MEASURED, HABITS, Options())

    assert bill.requests == bill.cold_starts == 0
    assert bill.by_service["CloudWatch"] == pytest.approx(22 * 0.10 + 3)
    assert bill.list_price == pytest.approx(22 * 0.10 + 3 + 5 * 0.001 * 0.023)
    assert bill.total == pytest.approx(12 * 0.10 + 5 * 0.001 * 0.023)


def test_lambda_bills_whole_milliseconds_of_a_share_of_a_processor() -> None:
    habits = Habits(sessions=0, titles=1000, clicks=0, lists=0, letters=0, read_wait_ms=0)
    bill = monthly_bill(1, replace(MEASURED, title_ms=10), habits, Options(memory_mb=1769))
    half = monthly_bill(1, replace(MEASURED, title_ms=10), habits, Options(memory_mb=885))

    assert bill.by_service["Lambda"] == pytest.approx(1000 * (0.2e-6 + 0.010 * 1769 / 1024 * 0.0000133334))
    assert half.by_service["Lambda"] == pytest.approx(1000 * (0.2e-6 + 0.020 * 885 / 1024 * 0.0000133334))


def test_snapstart_costs_by_the_second_for_each_version_that_a_deployment_keeps() -> None:
    one, kept = (monthly_bill(0, MEASURED, HABITS, it) for it in (
        Options(has_snapstart=True, kept_versions=1), Options(has_snapstart=True)
    ))  # fmt: skip

    assert one.by_service["SnapStart"] == pytest.approx(365.25 / 12 * 86_400 * 0.0000015046)
    assert kept.by_service["SnapStart"] == pytest.approx(KEPT_VERSIONS * one.by_service["SnapStart"])
    assert monthly_bill(0, MEASURED, HABITS, Options()).by_service["SnapStart"] == 0


def test_a_title_costs_the_read_of_a_whole_shelf_too() -> None:
    habits = Habits(sessions=0, titles=1000, clicks=0, lists=0, letters=0, shelf_bytes=8192)
    bill = monthly_bill(1, MEASURED, habits, Options())
    stored = 8192 / 1e9 * (0.25 + 0.20)

    assert bill.by_service["DynamoDB"] == pytest.approx(1000 * 2 * 0.125e-6 + stored)


def test_a_front_door_costs_its_rules_alarms_and_requests() -> None:
    without, front = (monthly_bill(200, MEASURED, HABITS, Options(has_front_door=it)) for it in (False, True))
    template = yaml_parse((PROJECT / "infra/front_door.yaml").read_text(encoding="utf-8"))["Resources"].values()
    [rules] = [it["Properties"]["Rules"] for it in template if it["Type"] == "AWS::WAFv2::WebACL"]
    alarms = [it for it in template if it["Type"] == "AWS::CloudWatch::Alarm"]

    of_everybody = [it for it in rules if "AnswersAnybody" in str(it)]
    assert (Options().front_door_rules, PUBLIC_USE.front_door_rules) == (len(rules) - 1, len(of_everybody))
    assert Options().front_door_alarms == len(alarms)
    rules.remove(*of_everybody)
    assert front.by_service["Front door"] == pytest.approx(5 + len(rules) + without.requests * 1.6e-6)
    assert front.total - without.total == pytest.approx(5 + len(rules) + 0.10 * len(alarms) + without.requests * 0.6e-6)


def test_the_api_and_the_page_cost_their_alarms_and_requests_alone() -> None:
    without, idle, used = (
        monthly_bill(0, MEASURED, HABITS, Options(public=it))
        for it in (NO_PUBLIC_USE, PublicUse(api_requests=0, visits=0), PUBLIC_USE)
    )
    on, off = (
        sum(len(it.get("Metrics", [it, it])) - 1 for it in alarms.values())
        for alarms in (
            stack(PublicApi=given, PublicPage=given).monitoring_stack().of_type("AWS::CloudWatch::Alarm")
            for given in ("on", "off")
        )
    )

    assert PUBLIC_USE.alarm_metrics == on - off
    assert idle.list_price - without.list_price == pytest.approx(PUBLIC_USE.alarm_metrics * PRICES.alarm_metric_month)
    assert used.requests == 100_000 + 10_000 * (3 + 3 + 6)
    assert used.by_service["API Gateway"] == pytest.approx(0.22)
    assert used.by_service["DynamoDB"] == pytest.approx(100_000 * 0.625e-6)
    assert used.by_service["S3 and transfer"] > (100_000 * 10_000 + 120_000 * 3_000) / 1e9 * PRICES.transfer_gb
    per_page, per_request = (
        monthly_bill(0, MEASURED, HABITS, Options(public=replace(PUBLIC_USE, **{name: value}))).by_service["Lambda"]
        - used.by_service["Lambda"]
        for name, value in (("pages_of_visit", 4), ("api_requests", 200_000))
    )
    assert per_page == pytest.approx(10_000 * (0.2e-6 + 0.007 * 0.0000133334))  # 4 ms on a whole processor
    assert per_request == pytest.approx(100_000 * (0.2e-6 + 0.022 * 0.0000133334), rel=0.1)  # and fewer cold starts


def test_a_key_costs_a_dollar_and_its_use_nearly_nothing() -> None:
    without, two = (monthly_bill(200, MEASURED, HABITS, Options(keys=keys)) for keys in (0, 2))

    assert two.total - without.total == pytest.approx(2, abs=0.01)
    assert two.list_price > without.list_price + 2


def test_x86_is_a_quarter_dearer_by_the_second() -> None:
    arm, x86 = PRICES.lambda_gb_second("arm64"), PRICES.lambda_gb_second("x86_64")

    assert x86 / arm == pytest.approx(1.25, abs=0.001)


def test_few_readers_have_cold_starts_nearly_always_and_many_hardly_ever() -> None:
    few, many = (monthly_bill(readers, MEASURED, HABITS, Options()) for readers in (1, 10_000))

    assert few.cold_starts == pytest.approx(HABITS.sessions, rel=0.01)
    assert 0 < many.cold_starts < 0.001 * many.requests


@given(readers=st.integers(0, 50_000), more=st.integers(1, 50_000), keys=st.integers(0, 3), has_snapstart=st.booleans())
def test_more_readers_never_cost_less_and_nothing_is_paid_for_twice(
    readers: int, more: int, keys: int, has_snapstart: bool
) -> None:
    options = Options(keys=keys, has_snapstart=has_snapstart)
    fewer = monthly_bill(readers, MEASURED, HABITS, options)
    bill = monthly_bill(readers + more, MEASURED, HABITS, options)

    assert 0 <= bill.free <= bill.list_price
    # One cold start less may save some cents more than another reader costs.
    assert bill.total >= fewer.total - 0.5
    assert bill.list_price == pytest.approx(sum(bill.by_service.values()))


def test_the_report_is_two_markdown_tables_and_their_assumptions() -> None:
    first, second, basis = report(MEASURED).split("\n\n")

    for table in (first, second):
        rows = table.splitlines()
        assert [row.split(" | ")[0] for row in rows] == ["| readers", "| ---:", "| 10", "| 200", "| 10,000"]
        assert len({row.count(" | ") for row in rows}) == 1
    assert PRICES.as_of in basis


def test_the_function_is_measured_on_its_answers(model_directory: Path) -> None:
    measured = measure(model_directory)

    assert measured.start_ms > measured.title_ms > 0
    assert measured.letter_ms > 0
    assert measured.log_bytes > 100
    assert measured.answer_bytes > 1000
    assert measured.model_bytes == (model_directory / "catalogue.sqlite").stat().st_size


def test_the_dashboard_has_the_same_prices() -> None:
    text = MONITORING_FILE.read_text(encoding="utf-8")
    prices = [
        PRICES.lambda_gb_second_arm64,
        PRICES.lambda_gb_second_x86_64,
        PRICES.lambda_request,
        PRICES.api_request,
        PRICES.dynamodb_read_unit,
        PRICES.dynamodb_write_unit,
    ]

    assert [price for price in prices if f"{price:.12f}".rstrip("0") not in text] == []
