"""Reservations of concurrency beside the account's limit, before anything is built or changed."""

from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ClientError

from infra.deployment.__main__ import deploy
from infra.deployment.concurrency import check_concurrency
from infra.deployment.stack import DeploymentError, DeploymentStack
from tests.http_service import Answer, HttpService, Received
from tests.infra.deployment.conftest import Commands


class Account(HttpService):
    """Lambda's settings of an account."""

    quota = unreserved = 10
    error = ""

    def answer(self, request: Received) -> Answer:
        """Return the settings, or the error."""
        assert request.path.endswith("/account-settings")
        if self.error:
            return Answer(403, {"Message": "no"}, headers={"x-amzn-errortype": self.error})
        limits = {"ConcurrentExecutions": self.quota, "UnreservedConcurrentExecutions": self.unreserved}
        return Answer(200, {"AccountLimit": limits})


@pytest.fixture
def account(stack: DeploymentStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    with Account() as account:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", account.url)
        yield account


def test_a_page_in_a_new_account_is_refused_before_anything_is_built(
    stack: DeploymentStack, account: Account, commands: Commands
) -> None:
    message = "PageConcurrency would reserve 5 of the account's 10 .* leave 5 .* Nothing was changed. Ask for more"
    with pytest.raises(DeploymentError, match=message):
        deploy(stack, "", "PublicPage=on", confirms=False)
    assert commands.log() == []


@pytest.mark.parametrize(
    ("unreserved", "values", "is_refused"),
    [
        (15, ["PublicPage=on"], False),
        (14, ["PublicPage=on"], True),
        (40, ["PublicPage=on", "PageConcurrency=31"], True),
        (40, ["PublicPage=on", "PageConcurrency=20", "PublicApi=on", "ApiConcurrency=10"], False),
        (40, ["PublicPage=on", "PageConcurrency=20", "PublicApi=on", "ApiConcurrency=11"], True),
        (10, ["PublicApi=on"], False),
        (10, ["ApiConcurrency=11", "PageConcurrency=11"], False),  # both are off
        (10, ["ReservedConcurrency=1"], True),
    ],
)
def test_reservations_leave_ten_to_the_other_functions(
    stack: DeploymentStack, account: Account, unreserved: int, values: list[str], *, is_refused: bool
) -> None:
    account.quota, account.unreserved = 1000, unreserved
    if is_refused:
        with pytest.raises(DeploymentError, match="of the account's 1000"):
            check_concurrency(stack, values)
    else:
        check_concurrency(stack, values)


def test_what_a_stack_has_reserved_already_counts_for_it(
    create: Callable[..., DeploymentStack], account: Account
) -> None:
    stack = create(PublicPage="on", PageConcurrency="5", ReservedConcurrency="3")
    check_concurrency(stack, [])  # without a look at the account
    check_concurrency(stack, ["PageConcurrency=2"])
    assert account.received == []
    with pytest.raises(DeploymentError, match="ReservedConcurrency and PageConcurrency would reserve 9"):
        check_concurrency(stack, ["PageConcurrency=6"])
    account.unreserved = 11
    check_concurrency(stack, ["PageConcurrency=6"])


def test_a_role_that_may_not_look_leaves_it_to_lambda_and_other_errors_are_not_hidden(
    stack: DeploymentStack, account: Account
) -> None:
    account.error = "AccessDeniedException"
    check_concurrency(stack, ["PublicPage=on"])
    account.error = "ExpiredTokenException"
    with pytest.raises(ClientError, match="ExpiredToken"):
        check_concurrency(stack, ["PublicPage=on"])
