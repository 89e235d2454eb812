"""Tests of the accounting of a load test."""

from pathlib import Path

from tests.load.accounting import Accounting


def run_of(*answers: float, failure: str = "") -> Accounting:
    """Build the accounting of a run of two seconds."""
    accounting = Accounting(duration_seconds=2.0)
    for seconds in answers:
        accounting.record_answer("title", seconds, failure)
    return accounting


def figure(accounting: Accounting, name: str) -> str:
    """Return the measured value of one figure."""
    (measured,) = (figure.measured for figure in accounting.figures(50) if figure.name == name)
    return measured


def test_a_click_whose_answer_never_comes_is_lost() -> None:
    accounting = run_of(0.01)
    for click_id in ("a", "b"):
        accounting.await_post(click_id)
    accounting.record_post("a")
    accounting.record_post("a")
    assert not accounting.is_all_answered
    assert figure(accounting, "answers to clicks that were lost") == "1"
    accounting.record_post("b")
    assert accounting.is_all_answered


def test_a_wrong_answer_has_failed() -> None:
    assert run_of(0.01).is_all_answered
    failed = run_of(0.01, failure="HTTP status 500")
    assert not failed.is_all_answered
    assert figure(failed, "failed answers") == "1"


def test_a_run_without_a_request_has_answered_nothing() -> None:
    assert not Accounting().is_all_answered


def test_percentiles_are_those_of_answers() -> None:
    accounting = run_of(*(milliseconds / 1000 for milliseconds in range(1, 201)))
    assert figure(accounting, "every answer, p50") == "100 ms"
    assert figure(accounting, "title, p99") == "198 ms"
    assert figure(accounting, "requests a second") == "100.0"


def test_a_run_can_be_saved_and_loaded(tmp_path: Path) -> None:
    accounting = run_of(0.01, failure="no answer")
    accounting.await_post("a")
    accounting.save(tmp_path / "run.json")
    assert Accounting.load(tmp_path / "run.json") == accounting
