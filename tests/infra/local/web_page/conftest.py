"""Fixtures: the web page's function behind a local gateway, and its visitors in Chromium."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from infra.local.lambda_host.function_host import FunctionHost
from infra.local.lambda_host.gateway import Gateway
from infra.local.local_model import FUNCTIONS
from tests.infra.local.person_at_page import DESKTOP, record_errors
from tests.library import build_library
from tests.time_outs import PAGE_MILLISECONDS, PROCESS_SECONDS

ROUTES = ("GET /", "HEAD /", "GET /assets/{file}", "GET /page/search", "GET /robots.txt")
# Titles and authors that would be markup, run a script, turn the direction of the text, or break the layout.
SCRIPT = "<img src=x onerror=window.hacked=1>"
HOSTILE = [
    (f"{SCRIPT} Dragons", "\"><script>window.hacked=1</script>", 2001, 30),
    ("'\" onmouseover=window.hacked=1 x='", f"</bdi></h3>{SCRIPT}", 2002, 28),
    ("javascript:window.hacked=1//Dragons", "${window.hacked=1} {{hacked}}", 2003, 26),
    ("</title></textarea></script><svg onload=window.hacked=1>", "&lt;b&gt; &amp; Sons", 2004, 24),
    ("W" * 240, "Donaudampfschifffahrtsgesellschaftskapit\u00e4n" * 4, 2005, 22),
    ("الخبز الحافي", "محمد شكري", 1972, 20),
    ("海辺のカフカ", "村上春樹", 2002, 18),
    ("\u202eevil\u202c and more \u2066isolated", "A. \u202eAuthor", 2006, 16),
]  # fmt: skip


@pytest.fixture(scope="module")
def host_model() -> Iterator[Callable[[Path], str]]:
    """Yield a function that hosts the page with a model, and returns its address."""
    with ExitStack() as running:

        def host(model: Path) -> str:
            environment = {
                "MODEL_DIRECTORY": str(model), "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
                "POWERTOOLS_SERVICE_NAME": "shelftalker",
            }  # fmt: skip
            function = FunctionHost(
                FUNCTIONS, environment, handler="page.handler", environments=2, timeout_seconds=PROCESS_SECONDS,
                init_timeout_seconds=PROCESS_SECONDS,
            )  # fmt: skip
            running.enter_context(function)
            gateway = running.enter_context(Gateway(dict.fromkeys(ROUTES, function.invoke)))
            return f"http://{gateway.address}/"

        yield host


@pytest.fixture(scope="module")
def address(host_model: Callable[[Path], str], sample_model: Path) -> str:
    """Host the page with the sample's model."""
    return host_model(sample_model)


@pytest.fixture(scope="module")
def hostile_address(host_model: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Host the page with a model of hostile titles."""
    return host_model(build_library(tmp_path_factory, HOSTILE))


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens the page on a device; errors of script and security policy fail the test.

    Covers are of one colour, or missing.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []
    picture = BytesIO()
    Image.new("RGB", (90, 135), "#7a5230").save(picture, "PNG")

    def open_page(
        path: str = "", *, at: str = address, covers: bool = True, scripts: bool = True, **device: Any
    ) -> Page:
        context = browser.new_context(java_script_enabled=scripts, **({"viewport": DESKTOP} | device))
        context.set_default_timeout(PAGE_MILLISECONDS)
        contexts.append(context)
        # No test calls another machine.
        cover = {"body": picture.getvalue(), "content_type": "image/png"}
        context.route("https://**", lambda route: route.fulfill(**cover) if covers else route.abort())
        page = context.new_page()
        record_errors(page, errors)
        page.goto(f"{at}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
