"""Concurrency that a deployment reserves for its functions, beside what the account has.

Lambda refuses a reservation that leaves too little to functions without one, after minutes, and the stack rolls back.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from botocore.exceptions import ClientError
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

from infra.deployment.stack import DeploymentError, DeploymentStack

_TEMPLATE = Path(__file__).parents[2] / "template.yaml"
# Of a new account, which has no more; of others Lambda keeps up to 100, and refuses by itself.
_LEFT_TO_OTHERS = 10
# Parameters that reserve, with those that must be on for it.
_RESERVATIONS = {"ReservedConcurrency": "", "ApiConcurrency": "PublicApi", "PageConcurrency": "PublicPage"}


def check_concurrency(stack: DeploymentStack, values: Sequence[str]) -> None:
    """Refuse a deployment that would reserve more than the account has.

    Args:
        stack: There or not.
        values: New values of parameters, as Name=value.

    Raises:
        DeploymentError: It would; the message says what to do.
    """
    before = {it["ParameterKey"]: it["ParameterValue"] for it in stack.description().get("Parameters", [])}
    given = dict(value.split("=", 1) for value in values if "=" in value)
    reserved, wanted = _reserved_sum(before) if before else 0, _reserved_sum(before | given)
    if wanted <= reserved:
        return
    try:
        limits = stack.client("lambda").get_account_settings()["AccountLimit"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "AccessDeniedException":
            return  # a role from before this check; Lambda looks in any case
        raise
    left = limits["UnreservedConcurrentExecutions"] + reserved - wanted
    if left < _LEFT_TO_OTHERS:
        raise DeploymentError(
            f"{' and '.join(_names(before | given))} would reserve {wanted} of the account's "
            f"{limits['ConcurrentExecutions']} concurrent executions in this region, and leave {max(left, 0)} to the "
            f"functions without a reservation, of which Lambda keeps at least {_LEFT_TO_OTHERS}. Nothing was changed. "
            "Ask for more (Service Quotas, AWS Lambda, Concurrent executions; free), or reserve less."
        )


def _reserved_sum(values: Mapping[str, str]) -> int:
    return sum(int(_value(name, values)) for name in _names(values))


def _names(values: Mapping[str, str]) -> list[str]:
    """Return the parameters that reserve something with these values."""
    return [
        name
        for name, switch in _RESERVATIONS.items()
        if (not switch or _value(switch, values) == "on") and _value(name, values) != "0"
    ]


def _value(name: str, values: Mapping[str, str]) -> str:
    return values.get(name, _defaults()[name])


@cache
def _defaults() -> dict[str, str]:
    parameters = yaml_parse(_TEMPLATE.read_text(encoding="utf-8"))["Parameters"]
    return {name: parameters[name]["Default"] for name in {*_RESERVATIONS, *_RESERVATIONS.values()} if name}
