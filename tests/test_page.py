"""The page's function as visitors reach it: over HTTP, hosted by Lambda's runtime client, without any other service."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from infra.local.lambda_host.function_host import FunctionHost
from infra.local.lambda_host.gateway import Gateway
from infra.local.local_model import FUNCTIONS
from shelftalker.observability import Outcome
from tests.damaged_model import model_without_neighbours
from tests.time_outs import PROCESS_SECONDS

ROUTES = ("GET /", "HEAD /", "GET /assets/{file}", "GET /page/search", "GET /robots.txt")


class Answer(NamedTuple):
    """An answer over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes


class Site(NamedTuple):
    """The hosted function."""

    address: str
    log: Path

    def request(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Send a request."""
        with closing(HTTPConnection(self.address, timeout=PROCESS_SECONDS)) as connection:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())

    def outcomes(self) -> list[str]:
        """Return the outcomes of the requests, as the function has logged them."""
        lines = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line["outcome"] for line in lines if "outcome" in line]


Host = Callable[[Path], Site]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Yield a function that hosts the page with a model, in an environment that names nothing else."""
    with ExitStack() as running:

        def start(model: Path) -> Site:
            log = tmp_path_factory.mktemp("page") / "functions.log"
            environment = {
                "MODEL_DIRECTORY": str(model), "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
                "POWERTOOLS_SERVICE_NAME": "shelftalker",
            }  # fmt: skip
            options: dict[str, Any] = {
                "log": log, "init_timeout_seconds": PROCESS_SECONDS, "timeout_seconds": PROCESS_SECONDS
            }  # fmt: skip
            function = running.enter_context(FunctionHost(FUNCTIONS, environment, handler="page.handler", **options))
            gateway = running.enter_context(Gateway(dict.fromkeys(ROUTES, function.invoke)))
            return Site(gateway.address, log)

        yield start


@pytest.fixture(scope="module")
def site(host: Host, model_directory: Path) -> Site:
    return host(model_directory)


def test_the_page_its_answers_and_its_files_are_served_without_any_other_service(site: Site) -> None:
    page = site.request("/")
    html = page.body.decode()
    files = [part.partition('"')[0] for part in html.split('"assets/')[1:]]

    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert len(set(files)) == 4
    for name in files:
        file = site.request(f"/assets/{name}")
        assert (file.status, file.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert site.request("/?title=the%20hobbit").body.decode().count('<li class="book">') == 5
    assert json.loads(site.request("/page/search?q=hob").body)["books"][0]["title"] == "The Hobbit"
    assert site.request("/robots.txt").headers["content-type"] == "text/plain; charset=utf-8"


def test_answers_travel_compressed_and_once(site: Site) -> None:
    plain = site.request("/?title=dune")
    packed = site.request("/?title=dune", **{"Accept-Encoding": "gzip, deflate, br"})

    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] == plain.headers["etag"]
    again = site.request("/?title=dune", **{"If-None-Match": plain.headers["etag"], "Accept-Encoding": "gzip"})
    assert (again.status, again.body) == (304, b"")


def test_head_tells_of_the_page_what_get_would(site: Site) -> None:
    head, page = site.request("/", "HEAD"), site.request("/")

    assert (head.status, head.body) == (200, b"")
    assert head.headers["etag"] == page.headers["etag"]


def test_each_request_has_an_outcome_of_the_page_and_none_of_slacks(site: Site) -> None:
    before = len(site.outcomes())
    for path in ("/", "/?title=dune", "/?title=stephen+king", "/?title=qzxv+wqk", "/page/search?q=du", "/robots.txt",
                 "/assets/none.0.css", "/?book=zzzzzzzz", f"/?title={'x' * 301}"):  # fmt: skip
        site.request(path)

    assert site.outcomes()[before:] == [
        Outcome.PAGE_OPENED, Outcome.PAGE_SERVED, Outcome.PAGE_SUGGESTED, Outcome.PAGE_NOT_FOUND, Outcome.PAGE_TYPED,
        Outcome.PAGE_FILE_SENT, Outcome.PAGE_MISSING, Outcome.PAGE_MISSING, Outcome.PAGE_REFUSED,
    ]  # fmt: skip


def test_nothing_that_visitors_type_is_logged(site: Site) -> None:
    site.request("/?title=Zanzibar+Quoxum")
    site.request("/page/search?q=Zanzibar")

    assert Outcome.PAGE_NOT_FOUND in site.outcomes()
    assert "anzibar" not in site.log.read_text()


def test_a_failure_is_a_page_to_its_visitor_and_in_the_log_without_the_title(
    host: Host, model_directory: Path, tmp_path: Path
) -> None:
    site = host(model_without_neighbours(model_directory, tmp_path / "model"))

    answer = site.request("/?title=Dune")

    assert answer.status == 500
    assert "Something went wrong on our side" in answer.body.decode()
    assert site.request("/").status == 200
    log = site.log.read_text()
    assert '"exception_name":"OperationalError"' in log
    assert site.outcomes()[0] == Outcome.PAGE_FAILED
    assert "Dune" not in log
