"""Pages of a person who installs the app: they load nothing, and nothing of a request is markup in them."""

import re
from types import ModuleType
from urllib.parse import urlencode

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.shelftalker.install.browser import Browser, Text, v2_event
from tests.slack_app import LambdaContext


def test_pages_load_nothing_and_keep_their_address_to_themselves(browser: Browser) -> None:
    page = browser.get("/slack/oauth_redirect")
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"\s(style|on\w+)=", page.body)


@given(
    request=st.tuples(
        st.sampled_from(["GET", "POST"]), st.sampled_from(["/slack/oauth_redirect", "/slack/install", "/x"])
    ),
    query=st.text(max_size=200),
    error=st.one_of(st.none(), st.text(max_size=100)),
    cookies=st.lists(st.text(max_size=60), max_size=3),
)
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_request_is_answered_and_nothing_of_it_is_markup(
    function: ModuleType, request: tuple[str, str], query: str, error: str | None, cookies: list[str]
) -> None:
    method, path = request
    event = v2_event(path, {}, "", method)
    event["cookies"] = cookies
    event["rawQueryString"] = query if error is None else urlencode({"error": error, "state": query})
    response = function.handler(event, LambdaContext())
    assert response["statusCode"] < 500
    page = Text()
    page.feed(response["body"])
    assert page.tags <= {"html", "head", "meta", "title", "style", "body", "main", "h1", "p", "a", "small"}
    assert set(page.links) <= {"/slack/install"}
