"""The calls of the page's panel of trainings, beside those of the local Slack."""

from http import HTTPStatus

from flask import Flask, Response, jsonify

from infra.local.training.trainings import TrainingRunningError, Trainings


def add_trainings(flask: Flask, trainings: Trainings | None, hint: str = "") -> None:
    """Add the routes that say how far a training is, and start one.

    Args:
        flask: The server of the page.
        trainings: The trainings, or None where there are none.
        hint: The way to have trainings, where there are none.
    """

    @flask.get("/local/training")
    def training() -> Response:
        return jsonify(trainings.snapshot() if trainings else {"hint": hint})

    @flask.post("/local/training")
    def train() -> tuple[Response, HTTPStatus]:
        if trainings is None:
            return jsonify(problem=hint), HTTPStatus.CONFLICT
        try:
            trainings.start()
        except TrainingRunningError as error:
            return jsonify(problem=str(error)), HTTPStatus.CONFLICT
        return jsonify(problem=""), HTTPStatus.ACCEPTED
