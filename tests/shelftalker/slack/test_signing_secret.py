"""The signing secret: read from SSM, rotated there, and SSM out of reach."""

import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from slack_sdk.signature import SignatureVerifier

from shelftalker.settings import Settings, SettingsError
from shelftalker.slack import signing_secret as signing_secret_module
from shelftalker.slack.signing_secret import SigningSecret

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient

BODY = "command=%2Frecommend&text=dune"


class Clock:
    """A clock that is set by hand."""

    seconds = 1000.0

    def __call__(self) -> float:
        """Return the seconds since some start."""
        return self.seconds


@pytest.fixture
def parameter(ssm: "SSMClient") -> str:
    """Store a SecureString that holds "first", and return its name."""
    name = f"/shelftalker/{uuid.uuid4()}"
    ssm.put_parameter(Name=name, Value="first", Type="SecureString")
    return name


def settings(*, secret: str = "", parameter: str = "") -> Settings:
    return Settings(Path(), "", "models", signing_secret=secret, signing_secret_parameter=parameter)


def verifies(signing_secret: SigningSecret, signed_with: str) -> bool:
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(signed_with).generate_signature(timestamp=timestamp, body=BODY)
    assert signature
    return signing_secret.verifies(BODY, timestamp, signature)


def test_the_secret_is_read_from_ssm_and_decrypted(parameter: str) -> None:
    signing_secret = SigningSecret(settings(parameter=parameter))
    assert verifies(signing_secret, "first")
    assert not verifies(signing_secret, "another")


def test_a_rotated_secret_is_read_again_but_at_most_once_a_minute(ssm: "SSMClient", parameter: str) -> None:
    clock = Clock()
    signing_secret = SigningSecret(settings(parameter=parameter), clock)
    ssm.put_parameter(Name=parameter, Value="second", Type="SecureString", Overwrite=True)
    assert verifies(signing_secret, "second")
    ssm.put_parameter(Name=parameter, Value="third", Type="SecureString", Overwrite=True)
    clock.seconds += 59
    assert not verifies(signing_secret, "third")
    clock.seconds += 1
    assert verifies(signing_secret, "third")
    assert not verifies(signing_secret, "second")


def test_ssm_out_of_reach_leaves_the_secret_at_hand_in_use(parameter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    signing_secret = SigningSecret(settings(parameter=parameter), clock)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    clock.seconds += 60
    assert not verifies(signing_secret, "another")
    assert verifies(signing_secret, "first")


def test_a_secret_that_was_not_there_at_the_start_is_found_later(ssm: "SSMClient") -> None:
    clock = Clock()
    name = f"/shelftalker/{uuid.uuid4()}"
    signing_secret = SigningSecret(settings(parameter=name), clock)
    assert not verifies(signing_secret, "late")
    ssm.put_parameter(Name=name, Value="late", Type="SecureString")
    clock.seconds += 60
    assert verifies(signing_secret, "late")


def test_a_secret_from_the_environment_needs_no_ssm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    signing_secret = SigningSecret(settings(secret="local"))
    assert verifies(signing_secret, "local")
    assert not verifies(signing_secret, "another")


@pytest.mark.parametrize(("secret", "parameter", "given"), [("", "", "neither is set"), ("s", "/p", "both are set")])
def test_just_one_source_of_the_secret_has_to_be_named(secret: str, parameter: str, given: str) -> None:
    with pytest.raises(SettingsError, match=given):
        settings(secret=secret, parameter=parameter)


def test_a_forged_body_is_hashed_once_while_the_secret_stays(parameter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    signing_secret = SigningSecret(settings(parameter=parameter))
    assert not verifies(signing_secret, "forged")  # which reads the secret again
    checks: list[str] = []

    class CountingVerifier(SignatureVerifier):
        def is_valid(self, body: str | bytes, timestamp: str, signature: str) -> bool:  # type: ignore[override]
            checks.append(str(body))
            return super().is_valid(body, timestamp, signature)

    monkeypatch.setattr(signing_secret_module, "SignatureVerifier", CountingVerifier)
    assert not verifies(signing_secret, "forged")
    assert checks == [BODY]
