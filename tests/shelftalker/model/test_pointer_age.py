"""The log line and the metric of the model in use, its version and its age, once a look."""

import json
from collections.abc import Callable

import pytest

from tests.deployment import Deployment, model_ages

HOUR = 3600


@pytest.fixture
def records(deployment: Deployment, caplog: pytest.LogCaptureFixture) -> Callable[[], list[tuple[str, int | None]]]:
    """Return a function that reads version and age in seconds from the log lines since its last call."""
    caplog.set_level("INFO")

    def since_last_call() -> list[tuple[str, int | None]]:
        lines = [
            (record.__dict__["model_version"], record.__dict__.get("model_age_seconds"))
            for record in caplog.records
            if record.message == "model in use"
        ]
        caplog.clear()
        return lines

    return since_last_call


def published_seconds(deployment: Deployment, number: int) -> float:
    """Return the time of a model's publication by S3's clock, in seconds."""
    key = f"models/{deployment.version(number)}/manifest.json"
    return deployment.s3.head_object(Bucket=deployment.bucket, Key=key)["LastModified"].timestamp()


def test_version_and_age_are_recorded_at_each_look_and_not_at_other_requests(
    deployment: Deployment, records: Callable[[], list[tuple[str, int | None]]]
) -> None:
    version = deployment.publish(1)
    deployment.clock_seconds = published_seconds(deployment, 1) + HOUR
    source = deployment.start()
    for _ in range(100):
        source.refresh()
    assert records() == [(version, HOUR)]
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert records() == [(version, HOUR + 15 * 60)]
    assert model_ages() == [HOUR, HOUR + 15 * 60]


def test_a_rollback_does_not_make_a_model_younger(
    deployment: Deployment,
    let_an_hour_pass: Callable[[], None],
    records: Callable[[], list[tuple[str, int | None]]],
) -> None:
    earlier = deployment.publish(1)
    let_an_hour_pass()
    later = deployment.publish(2)
    deployment.clock_seconds = published_seconds(deployment, 2)
    source = deployment.start()
    deployment.store.rollback()
    deployment.pass_fifteen_minutes()
    source.refresh()
    (first, newer), (second, older) = records()
    assert (first, second) == (later, earlier)
    assert newer == 0
    assert older == round(deployment.clock_seconds - published_seconds(deployment, 1)) > HOUR


def test_a_model_that_takes_several_requests_is_recorded_when_it_serves(
    deployment: Deployment, one_piece_a_request: None, records: Callable[[], list[tuple[str, int | None]]]
) -> None:
    version = deployment.publish(1)
    deployment.clock_seconds = published_seconds(deployment, 1) + HOUR
    source = deployment.start()
    assert records() == [(deployment.version(0), None)]
    while source.current().version != version:
        source.refresh()
    source.refresh()
    assert records() == [(version, HOUR)]


def test_the_age_goes_on_being_recorded_while_the_pointer_can_not_be_read(
    deployment: Deployment,
    deny: Callable[[str, str], None],
    records: Callable[[], list[tuple[str, int | None]]],
) -> None:
    version = deployment.publish(1)
    deployment.clock_seconds = published_seconds(deployment, 1)
    source = deployment.start()
    deny("s3:GetObject", "models/*")
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert records() == [(version, 0), (version, 15 * 60)]


def test_the_layers_model_has_an_age_once_a_pointer_names_it(
    deployment: Deployment, records: Callable[[], list[tuple[str, int | None]]]
) -> None:
    source = deployment.start()
    assert records() == [(deployment.version(0), None)]
    assert model_ages() == []
    deployment.publish(0)
    deployment.clock_seconds = published_seconds(deployment, 0) + HOUR
    source.refresh()
    assert records() == [(deployment.version(0), HOUR)]


def test_a_pointer_of_an_earlier_publisher_has_no_age_and_is_served(
    deployment: Deployment, records: Callable[[], list[tuple[str, int | None]]]
) -> None:
    version = deployment.publish(1)
    key = "models/current.json"
    pointer = json.loads(deployment.s3.get_object(Bucket=deployment.bucket, Key=key)["Body"].read())
    del pointer["published_at"]
    deployment.s3.put_object(Bucket=deployment.bucket, Key=key, Body=json.dumps(pointer))
    deployment.start()
    assert records() == [(version, None)]
    assert model_ages() == []


def test_a_clock_behind_that_of_s3_makes_no_age_below_nothing(deployment: Deployment) -> None:
    deployment.publish(1)
    deployment.clock_seconds = published_seconds(deployment, 1) - HOUR
    deployment.start()
    assert model_ages() == [0]
