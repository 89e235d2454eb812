"""The calls of the page's panel of trainings."""

from flask import Flask

from infra.local.training.page_calls import add_trainings
from tests.infra.local.training.conftest import FORMER, Scripted


def test_without_trainings_the_way_to_have_them_is_said() -> None:
    flask = Flask("page")
    add_trainings(flask, None, "Start it with: make demo LEARN=yes")
    page = flask.test_client()
    assert page.get("/local/training").get_json() == {"hint": "Start it with: make demo LEARN=yes"}
    refused = page.post("/local/training")
    assert (refused.status_code, refused.get_json()) == (409, {"problem": "Start it with: make demo LEARN=yes"})


def test_a_training_is_started_once_at_a_time(scripted_trainings: Scripted) -> None:
    flask = Flask("page")
    add_trainings(flask, scripted_trainings.trainings)
    page = flask.test_client()
    assert page.get("/local/training").get_json() == {"version": FORMER, "new_ratings": 0, "readers": 0, "run": None}
    assert page.post("/local/training").status_code == 202
    second = page.post("/local/training")
    assert (second.status_code, second.get_json()["problem"][:23]) == (409, "A training is under way")
