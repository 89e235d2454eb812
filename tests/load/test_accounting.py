from pathlib import Path

from tests.load.accounting import Accounting


def run_of(*answers: float, wrong: str = "") -> Accounting:
    accounting = Accounting(went_on_for_seconds=2.0)
    for seconds in answers:
        accounting.note_answer("title", seconds, wrong)
    return accounting


def figure(accounting: Accounting, what: str) -> str:
    (measured,) = (each.measured for each in accounting.figures(50) if each.what == what)
    return measured


def test_a_click_whose_answer_never_comes_is_lost() -> None:
    accounting = run_of(0.01)
    for click_id in ("a", "b"):
        accounting.await_post(click_id)
    accounting.note_post("a")
    accounting.note_post("a")
    assert not accounting.is_all_answered
    assert figure(accounting, "answers to clicks that were lost") == "1"
    accounting.note_post("b")
    assert accounting.is_all_answered


def test_an_answer_that_is_wrong_has_failed() -> None:
    assert run_of(0.01).is_all_answered
    failed = run_of(0.01, wrong="HTTP status 500")
    assert not failed.is_all_answered
    assert figure(failed, "failed answers") == "1"


def test_a_run_without_a_request_has_answered_nothing() -> None:
    assert not Accounting().is_all_answered


def test_percentiles_are_of_answers_that_were_given() -> None:
    accounting = run_of(*(place / 1000 for place in range(1, 201)))
    assert figure(accounting, "every answer, p50") == "100 ms"
    assert figure(accounting, "title, p99") == "198 ms"
    assert figure(accounting, "requests a second") == "100.0"


def test_a_run_can_be_written_down_and_read(tmp_path: Path) -> None:
    accounting = run_of(0.01, wrong="no answer")
    accounting.await_post("a")
    accounting.save(tmp_path / "run.json")
    assert Accounting.load(tmp_path / "run.json") == accounting
