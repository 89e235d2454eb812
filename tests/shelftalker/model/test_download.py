"""Downloads of published models: over several requests, verified, and deleted when nobody needs them."""

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from tests.deployment import Deployment, counts, seconds_of

if TYPE_CHECKING:
    from tests.s3 import Network


def test_downloads_of_a_killed_process_are_deleted_and_those_of_a_running_one_are_left(
    deployment: Deployment,
) -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as ended:
        pass
    of_ended, of_running = (
        deployment.temporary / f"shelftalker-model-{process_id}-abc" for process_id in (ended.pid, os.getppid())
    )
    for directory in (of_ended, of_running):
        directory.mkdir()
        (directory / "catalogue.sqlite.unfinished").write_bytes(b"half")
    deployment.start()
    assert deployment.downloads() == [of_running]


@pytest.mark.parametrize(
    "damage",
    [lambda whole: whole[:5000] + b"!" + whole[5001:], lambda whole: whole[:-5000], lambda _: b""],
    ids=["one byte is another", "cut short", "empty"],
)
def test_a_damaged_model_leaves_the_current_one_and_is_tried_again_only_after_the_next_look(
    deployment: Deployment, network: "Network", damage: Callable[[bytes], bytes]
) -> None:
    deployment.publish(1)
    deployment.change_catalogue(1, damage)
    network.requests.clear()
    source = deployment.start()
    for _ in range(3):
        source.refresh()
    assert source.current().version == deployment.version(0)
    assert counts() == {"ModelFetchFailed": 1}
    assert network.keys_by("GET") == ["current.json", "catalogue.sqlite"]
    assert deployment.downloads() == []

    deployment.publish(1)  # repairs it
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(1)


@pytest.mark.parametrize("fault", [{"delay_seconds": 2}, {"holds": True}, {"cut_after_bytes": 0}])
@pytest.mark.usefixtures("time_outs_of_production")
def test_a_fetch_that_brings_nothing_is_given_up_after_three_requests_of_500_milliseconds(
    deployment: Deployment, network: "Network", fault: dict[str, Any]
) -> None:
    source = deployment.start()
    deployment.publish(1)
    network.fail("catalogue.sqlite", **fault)
    deployment.pass_fifteen_minutes()
    network.requests.clear()
    for _ in range(3):
        assert counts() == {}
        assert seconds_of(source.refresh) < 0.9
    source.refresh()
    assert network.keys_by("GET") == ["current.json"] + ["catalogue.sqlite"] * 3
    assert source.current().version == deployment.version(0)
    assert counts() == {"ModelFetchFailed": 1}
    assert deployment.downloads() == []


@pytest.mark.usefixtures("time_outs_of_production")
def test_a_fetch_that_breaks_off_each_time_goes_on_from_the_bytes_so_far(
    deployment: Deployment, network: "Network"
) -> None:
    deployment.publish(1)
    network.requests.clear()
    network.fail("catalogue.sqlite", cut_after_bytes=70_000)
    source = deployment.start()
    for _ in range(5):
        source.refresh()
    assert source.current().version == deployment.version(1)
    assert len(source.current().all_books()) == 401
    ranges = [request.headers["range"] for request in network.requests if "range" in request.headers]
    starts = [int(text.removeprefix("bytes=").partition("-")[0]) for text in ranges]
    assert starts[0] == 0
    assert len(starts) > 2
    assert all(later - earlier > 1 << 16 for earlier, later in pairwise(starts))
    assert counts() == {"ModelSwitched": 1}
