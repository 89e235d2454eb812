"""A secret: where it is read from, and when it is read again."""

import uuid
from typing import TYPE_CHECKING

import pytest

from shelftalker.aws.clients import ClientTimeouts
from shelftalker.aws.secret import ParameterError, ParameterMissingError, Secret
from tests.http_service import Answer, HttpService

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient

TIMEOUTS = ClientTimeouts(10, 10, 1)
DAY = 24 * 3600


class Clock:
    """A wall clock that is set by hand."""

    seconds = 1_700_000_000.0

    def __call__(self) -> float:
        """Return the seconds since 1970."""
        return self.seconds


class Parameter:
    """An SSM parameter, which the service answers with; it counts its readings."""

    def __init__(self, service: HttpService) -> None:
        self._service = service
        self.store("first")

    def store(self, value: str) -> None:
        """Store a value."""
        self._service.answers = [Answer(body={"Parameter": {"Value": value}})] * 99

    def fail(self, code: str = "InternalServerError") -> None:
        """Answer with an error from now on."""
        self._service.answers = [Answer(400, {"__type": code})] * 99

    @property
    def readings(self) -> int:
        """Number of readings so far."""
        return len(self._service.bodies)


@pytest.fixture
def clock() -> Clock:
    """Return a wall clock."""
    return Clock()


@pytest.fixture
def parameter(service: HttpService) -> Parameter:
    """Return a parameter that holds "first"."""
    return Parameter(service)


def secret_of(clock: Clock) -> Secret:
    """Return the secret that a parameter holds."""
    return Secret("", "/secret", TIMEOUTS, clock)


def test_ssm_gives_it_decrypted_and_without_blanks(ssm: "SSMClient") -> None:
    name = f"/shelftalker/{uuid.uuid4()}"
    ssm.put_parameter(Name=name, Value=" the secret\n", Type="SecureString")
    secret = Secret("", name, TIMEOUTS)
    assert secret.last_value == ""
    assert secret.value() == secret.last_value == "the secret"


def test_the_environment_gives_it_without_blanks_and_nothing_is_read(parameter: Parameter, clock: Clock) -> None:
    secret = Secret(" the secret\n", "", TIMEOUTS, clock)
    clock.seconds += DAY
    secret.refresh()
    secret.after_restore()
    assert (secret.value(), parameter.readings) == ("the secret", 0)


@pytest.mark.parametrize("value", ["", " \n"])
def test_one_that_is_nowhere_is_an_error_without_a_call(parameter: Parameter, value: str) -> None:
    secret = Secret(value, "", TIMEOUTS)
    assert not secret.is_configured
    with pytest.raises(ParameterMissingError, match="names no SSM parameter"):
        secret.value()
    assert parameter.readings == 0


def test_it_is_read_once_while_it_matches(parameter: Parameter, clock: Clock) -> None:
    secret = secret_of(clock)
    for _ in range(3):
        assert secret.value() == "first"
        clock.seconds += DAY
    assert parameter.readings == 1


def test_after_mismatches_it_is_read_at_once_and_then_once_a_minute(parameter: Parameter, clock: Clock) -> None:
    secret = secret_of(clock)
    secret.value()
    parameter.store("second")
    secret.refresh()
    assert secret.value() == "second"
    parameter.store("third")
    clock.seconds += 59.9
    secret.refresh()
    assert (secret.value(), parameter.readings) == ("second", 2)
    clock.seconds += 0.1
    secret.refresh()
    assert (secret.value(), parameter.readings) == ("third", 3)


def test_without_one_mismatches_have_it_read_every_five_seconds(parameter: Parameter, clock: Clock) -> None:
    secret = secret_of(clock)
    parameter.fail()
    with pytest.raises(ParameterError):
        secret.value()
    parameter.store("late")
    clock.seconds += 4.9
    secret.refresh()
    assert (secret.last_value, parameter.readings) == ("", 1)
    clock.seconds += 0.1
    secret.refresh()
    assert secret.last_value == "late"


def test_who_needs_one_has_it_read_each_time_while_there_is_none(parameter: Parameter, clock: Clock) -> None:
    secret = secret_of(clock)
    parameter.fail("ParameterNotFound")
    for _ in range(2):
        with pytest.raises(ParameterMissingError, match="SSM has no parameter /secret: store the secret"):
            secret.value()
    parameter.store(" ")
    with pytest.raises(ParameterMissingError, match="/secret is blank"):
        secret.value()
    parameter.store("late")
    assert secret.value() == "late"


@pytest.mark.parametrize("code", ["ParameterNotFound", "AccessDeniedException"])
def test_one_that_can_not_be_read_again_stays(parameter: Parameter, clock: Clock, code: str) -> None:
    secret = secret_of(clock)
    secret.value()
    parameter.fail(code)
    with pytest.raises(ParameterError):
        secret.refresh()
    with pytest.raises(ParameterError):
        secret.after_restore()
    assert secret.value() == "first"


def test_a_clock_that_was_set_back_does_not_put_off_the_next_reading(parameter: Parameter, clock: Clock) -> None:
    secret = secret_of(clock)
    secret.value()
    secret.refresh()
    parameter.store("second")
    clock.seconds -= DAY
    secret.refresh()
    assert secret.value() == "second"


def test_after_a_restore_one_that_was_read_is_read_again(parameter: Parameter, clock: Clock) -> None:
    secret, unread = secret_of(clock), secret_of(clock)
    secret.value()
    secret.refresh()
    parameter.store("second")
    for restored in (secret, unread):
        restored.after_restore()
    assert (secret.last_value, unread.last_value, parameter.readings) == ("second", "", 3)


def test_an_answer_without_a_parameter_is_an_error(service: HttpService, clock: Clock) -> None:
    service.answers = [Answer(body={"Parameter": None}), Answer(body={}), Answer(body={"Parameter": {"Value": 7}})]
    for _ in range(3):
        with pytest.raises(ParameterError):
            secret_of(clock).value()
