"""Tests of the dashboard and the alarms: their metrics exist, and each alarm has its line in operations.md."""

import itertools
import json
import re
from typing import Any

import pytest

from infra.costs.monthly import Options
from shelftalker.model.source import CONFIG as SOURCE
from shelftalker.observability import Event, Outcome
from tests.cloudformation import EVERYTHING, FUNCTIONS, PROJECT, TEMPLATE, TOPIC, stack

OPERATIONS = (PROJECT / "infra/docs/operations.md").read_text(encoding="utf-8")
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in (PROJECT / "functions").rglob("*.py"))


def alarms(**values: Any) -> dict[str, Any]:
    """Return the properties of every alarm, those that roll back and those that notify."""
    whole = stack(**values)
    return whole.of_type("AWS::CloudWatch::Alarm") | whole.monitoring_stack().of_type("AWS::CloudWatch::Alarm")


def alarms_of_distribution() -> dict[str, Any]:
    """Return the alarms of a deployment that other workspaces can install."""
    return alarms(**EVERYTHING)


def alarm_names() -> list[str]:
    """Return the names of all alarms."""
    return sorted({*alarms(), *alarms_of_distribution()})


def dashboard() -> dict[str, Any]:
    """Return the dashboard, with 1 in place of each name."""
    [properties] = stack().monitoring_stack().of_type("AWS::CloudWatch::Dashboard").values()
    text, names = properties["DashboardBody"]["Fn::Sub"]
    assert set(names) <= set(re.findall(r"\$\{([\w:]+)\}", text))
    body: dict[str, Any] = json.loads(re.sub(r"\$\{[\w:]+\}", "1", text))
    return body


def watched_metrics() -> list[tuple[str, str, Any]]:
    """Return namespace, name and dimensions of each metric of each alarm."""
    every = alarms(**EVERYTHING).values()
    several = [part["MetricStat"]["Metric"] for it in every for part in it.get("Metrics", [])[1:]]
    return [
        (it["Namespace"], it["MetricName"], it.get("Dimensions")) for it in [*every, *several] if "MetricName" in it
    ]


def on_dashboard() -> set[str]:
    """Return the names of the functions' own metrics that the dashboard draws."""
    shown = [metric for widget in dashboard()["widgets"] for metric in widget["properties"].get("metrics", [])]
    return {it[1] for it in shown if it[0] == "Shelftalker"}


def own_metrics() -> set[str]:
    """Return the names of the functions' own metrics on the dashboard and in the alarms."""
    return on_dashboard() | {name for namespace, name, _ in watched_metrics() if namespace == "Shelftalker"}


@pytest.mark.parametrize("name", alarm_names())
def test_an_alarm_names_its_line_in_the_runbook(name: str) -> None:
    description = (alarms() | alarms_of_distribution())[name]["AlarmDescription"]

    assert description.endswith(f" Runbook - infra/docs/operations.md, {name}.")
    assert len(re.findall(rf"^- \*\*{name}\*\*: \S", OPERATIONS, re.MULTILINE)) == 1


def test_the_runbook_has_no_line_for_an_alarm_that_is_gone() -> None:
    assert sorted(re.findall(r"^- \*\*(\w+)\*\*:", OPERATIONS, re.MULTILINE)) == alarm_names()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_function_has_an_alarm_for_its_errors(function: str) -> None:
    assert ("AWS/Lambda", "Errors", [{"Name": "FunctionName", "Value": {"Ref": function}}]) in watched_metrics()


def test_alarms_are_quiet_without_data_and_notify_the_topic_where_there_is_one() -> None:
    missing = {name: it["TreatMissingData"] for name, it in alarms(**EVERYTHING).items()}

    # A dead letter rings until the queue is seen to be empty: SQS stops reporting on a queue that nobody touches.
    assert {missing.pop(name) for name in ("DeadLettersAlarm", "ImportDeadLettersAlarm")} == {"ignore"}
    assert set(missing.values()) == {"notBreaching"}
    assert all("AlarmActions" not in it and "OKActions" not in it for it in alarms().values())
    assert all(it["AlarmActions"] == it["OKActions"] == [TOPIC] for it in alarms(AlarmTopicArn=TOPIC).values())


def test_the_bill_counts_the_metrics_of_the_alarms() -> None:
    by_default, with_everything = (
        sum(len(it.get("Metrics", [it, it])) - 1 for it in alarms(**values).values()) for values in ({}, EVERYTHING)
    )

    assert by_default == Options().alarm_metrics
    sentence = f"{by_default} metrics, {with_everything} with SlackClientId, SlackbotTools, PublicApi and PublicPage."
    assert sentence in TEMPLATE["Parameters"]["Monitoring"]["Description"]


def test_metrics_on_the_dashboard_and_in_alarms_are_counted_in_the_code() -> None:
    # Powertools itself counts cold starts, see log_metrics in the entry points.
    others = {"Latency", "ModelAge", "ColdStart"}
    assert others | {Outcome.SERVED, Event.MODEL_FETCH_FAILED, Event.MODEL_OUTDATED} <= own_metrics()
    assert own_metrics() - others <= {*Outcome, *Event}


def test_an_alarm_for_a_model_of_another_format_looks_back_further_than_the_functions_wait_between_looks() -> None:
    alarm = alarms()["ModelOutdatedAlarm"]

    assert (alarm["MetricName"], alarm["Threshold"]) == (Event.MODEL_OUTDATED, 1)
    assert alarm["Period"] * alarm["EvaluationPeriods"] >= 2 * SOURCE.seconds_between_looks


def test_the_dashboard_is_complete_json_without_overlaps_and_in_the_free_size() -> None:
    widgets = dashboard()["widgets"]
    fields = [
        (it["x"] + column, it["y"] + row)
        for it in widgets
        for column, row in itertools.product(range(it["width"]), range(it["height"]))
    ]
    metrics = [
        metric for widget in widgets for metric in widget["properties"].get("metrics", []) if isinstance(metric[0], str)
    ]

    assert len(fields) == len(set(fields))
    assert max(x for x, _ in fields) < 24
    assert len(metrics) <= 50


def test_the_dashboard_shows_what_the_log_lines_have() -> None:
    queries = " ".join(it["properties"]["query"] for it in dashboard()["widgets"] if it["type"] == "log")

    for name in ("outcome", "Latency", "model_version", "model_age_seconds"):
        assert name in queries
        assert f'"{name}"' in SOURCES
    assert '"model in use"' in SOURCES


def test_an_expression_uses_the_ids_of_its_widget() -> None:
    for widget in (it["properties"] for it in dashboard()["widgets"] if it["type"] == "metric"):
        options = [it[-1] for it in widget["metrics"] if isinstance(it[-1], dict)]
        ids = {it["id"] for it in options if "id" in it}
        for expression in (it["expression"] for it in options if "expression" in it):
            assert set(re.findall(r"\b[a-z]\w*", expression)) <= ids


def test_without_monitoring_the_alarms_that_roll_back_stay() -> None:
    off = stack(Monitoring="off")

    assert off.of_type("AWS::CloudFormation::Stack") == {}
    assert set(off.of_type("AWS::CloudWatch::Alarm")) == {"SlackEventsErrorsAlarm", "SlackEventsFailuresAlarm"}


def test_the_queues_of_deletions_and_of_imports_are_watched_where_there_are_any() -> None:
    queues = {
        name: [it["Value"]["Fn::GetAtt"] for it in alarm["Dimensions"]]
        for name, alarm in alarms(**EVERYTHING).items()
        if alarm.get("Namespace") == "AWS/SQS"
    }

    assert queues == {
        "DeadLettersAlarm": [["PurgeDeadLetterQueue", "QueueName"]],
        "ImportDeadLettersAlarm": [["ImportDeadLetterQueue", "QueueName"]],
        "PurgeQueueAgeAlarm": [["PurgeQueue", "QueueName"]],
    }
    assert [name for name, it in alarms().items() if it.get("Namespace") == "AWS/SQS"] == ["ImportDeadLettersAlarm"]


# Events that the dashboard does not draw, and the reason; it is free with 50 metrics.
NOT_ON_DASHBOARD = {
    Event.HOME_PUBLISHED: "HomeNotPublished is there, and HomeOpened among the outcomes",
    Event.MESSAGE_NOT_POSTED: "Home shows the same, and HomeNotPublished tells of a Slack that takes nothing",
    Event.MODEL_SWITCHED: "the table of the models in use has each with its last look",
    Event.RATING_NOT_QUEUED: "off by default, and it costs nothing but the earlier start of a training",
    Event.SWEEP_UNSURE: "counted once a week; the log line that LeftUnnoticed's runbook names has the workspaces",
}


def test_each_event_is_on_the_dashboard_or_deliberately_not() -> None:
    assert {event for event in Event if event not in on_dashboard()} == set(NOT_ON_DASHBOARD)


def test_the_dashboard_counts_each_outcome_by_the_log_lines_of_every_function_that_has_any() -> None:
    [properties] = stack(**EVERYTHING).monitoring_stack().of_type("AWS::CloudWatch::Dashboard").values()
    text, names = properties["DashboardBody"]["Fn::Sub"]
    tables = [it["properties"]["query"] for it in json.loads(re.sub(r"\$\{AWS::\w+\}", "1", text))["widgets"]
              if "by outcome" in it["properties"].get("query", "")]  # fmt: skip
    queries = [*tables, str([names[name] for name in ("Answering", "Background")])]
    sources = set(re.findall(r"SOURCE '\$\{(\w+)\}'", " ".join(queries)))
    counted = [
        path.name
        for path in (PROJECT / "functions").rglob("*.py")
        if re.search(r"(?<!def )\b(set|count)_outcome\(", path.read_text(encoding="utf-8"))
        and path.parent.name == "functions"
    ]

    assert len(tables) == 2
    assert sources == {
        "SlackEventsLogGroupName", "SlackMcpLogGroupName", "JsonApiLogGroupName", "PageLogGroupName",
        "OAuthLogGroupName", "PurgeLogGroupName", "SweepLogGroupName", "ShelfImportsLogGroupName",
    }  # fmt: skip
    # json_api.py has its outcomes counted in its room.
    assert sorted(counted) == [
        "page.py", "purge.py", "shelf_imports.py", "slack_events.py", "slack_mcp.py", "slack_oauth.py", "sweep.py"
    ]  # fmt: skip


def test_each_outcome_is_set_and_by_the_ways_that_log_it() -> None:
    code = SOURCES.replace((PROJECT / "functions/shelftalker/observability.py").read_text(encoding="utf-8"), "")

    assert [it for it in Outcome if f"Outcome.{it.name}" not in code] == []
    assert not re.findall(r"\bcount\((?:\w+ if )?Outcome", code)
