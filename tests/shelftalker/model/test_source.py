"""The model that answers, over HTTP to a real S3 interface: looked up, fetched, switched to and rolled back."""

import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelftalker.model.format import ModelError
from tests.deployment import Deployment, counts, seconds_of

if TYPE_CHECKING:
    from tests.s3 import Network

FUNCTIONS = Path(__file__).parents[3] / "functions"


def test_without_a_bucket_boto3_is_never_imported(models: list[Path]) -> None:
    code = """if True:
        import sys
        from slack_events import models
        models.refresh()
        assert models.current().version
        print(sorted({"boto3", "botocore.client", "shelftalker.model.download"} & set(sys.modules)))
    """
    environment = {
        "MODEL_DIRECTORY": str(models[0]),
        "SLACK_SIGNING_SECRET": "x",
        "PYTHONPATH": str(FUNCTIONS),
    }
    printed = subprocess.check_output([sys.executable, "-c", code], env=os.environ | environment, text=True)
    assert printed == "[]\n"


def test_where_nothing_was_published_the_layers_model_answers_and_nothing_failed(
    deployment: Deployment, network: "Network"
) -> None:
    assert deployment.start().current().version == deployment.version(0)
    assert network.keys_by("GET") == ["current.json"]
    assert counts() == {}


def test_a_layer_without_a_model_is_an_error_that_says_what_to_do(deployment: Deployment, tmp_path: Path) -> None:
    layer = Path(shutil.copytree(deployment.models[0], tmp_path / "layer"))
    (layer / "catalogue.sqlite").unlink()
    with pytest.raises(ModelError, match="No model at"):
        deployment.start(layer)


def test_a_new_process_serves_the_model_that_the_pointer_names(deployment: Deployment) -> None:
    deployment.publish(1)
    source = deployment.start()
    assert source.current().version == deployment.version(1)
    assert len(source.current().all_books()) == 401
    assert counts() == {"ModelSwitched": 1}


def test_the_pointer_is_looked_at_once_in_fifteen_minutes(deployment: Deployment, network: "Network") -> None:
    source = deployment.start()
    deployment.publish(1)
    network.requests.clear()
    deployment.clock_seconds += 15 * 60 - 1
    source.refresh()
    assert network.requests == []
    deployment.clock_seconds += 1
    source.refresh()
    assert network.keys_by("GET") == ["current.json", "catalogue.sqlite"]
    assert source.current().version == deployment.version(1)
    source.refresh()
    assert len(network.requests) == 2


def test_looking_is_one_request_where_nothing_has_changed(deployment: Deployment, network: "Network") -> None:
    deployment.publish(1)
    source = deployment.start()
    network.requests.clear()
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert network.keys_by("GET") == ["current.json"]
    assert len(network.requests) == 1


def test_a_clock_that_is_set_back_does_not_put_off_the_next_look(deployment: Deployment, network: "Network") -> None:
    source = deployment.start()
    deployment.clock_seconds -= 30 * 24 * 3600
    for _ in range(3):
        source.refresh()
    assert network.keys_by("GET") == ["current.json", "current.json"]
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert len(network.requests) == 3


def test_a_model_is_fetched_over_several_requests_while_the_current_one_answers(
    deployment: Deployment, network: "Network", one_piece_a_request: None
) -> None:
    deployment.publish(1)
    network.requests.clear()
    size_bytes = (deployment.models[1] / "catalogue.sqlite").stat().st_size
    source = deployment.start()
    while source.current().version == deployment.version(0):
        assert len(network.requests) < 10
        source.refresh()
    assert len(source.current().all_books()) == 401
    fetches = [request for request in network.requests if request.key.endswith("catalogue.sqlite")]
    starts = range(0, size_bytes, 1 << 16)
    assert len(starts) > 2
    assert [fetch.headers["range"] for fetch in fetches] == [f"bytes={start}-{size_bytes - 1}" for start in starts]
    assert network.keys_by("GET").count("current.json") == 1


def test_a_fetch_goes_on_after_the_pointer_was_looked_at_again(
    deployment: Deployment, network: "Network", one_piece_a_request: None
) -> None:
    deployment.publish(1)
    source = deployment.start()
    deployment.pass_fifteen_minutes()
    source.refresh()
    ranges = [request.headers["range"] for request in network.requests if "range" in request.headers]
    assert [text.partition("-")[0] for text in ranges] == ["bytes=0", "bytes=65536"]


def test_a_fetch_is_given_up_when_the_pointer_names_another_model(
    deployment: Deployment, one_piece_a_request: None
) -> None:
    deployment.publish(1)
    source = deployment.start()
    deployment.publish(2)
    deployment.pass_fifteen_minutes()
    for _ in range(5):
        source.refresh()
    assert source.current().version == deployment.version(2)
    assert len(deployment.downloads()) == 1


def test_after_a_rollback_to_the_layers_model_the_layer_is_used_and_the_download_is_deleted(
    deployment: Deployment, network: "Network"
) -> None:
    deployment.publish(0)
    deployment.publish(1)
    source = deployment.start()
    assert source.current().version == deployment.version(1)
    deployment.store.rollback(deployment.version(0))
    network.requests.clear()
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(0)
    assert network.keys_by("GET") == ["current.json"]
    assert deployment.downloads() == []
    assert (deployment.models[0] / "catalogue.sqlite").exists()


def test_a_request_that_reads_the_former_model_is_not_disturbed_by_the_switch(deployment: Deployment) -> None:
    deployment.publish(1)
    source = deployment.start()
    read_by_a_request = source.current()
    deployment.publish(2)
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(2)
    assert len(deployment.downloads()) == 1
    assert len(read_by_a_request.all_books()) == 401


@pytest.mark.usefixtures("time_outs_of_production")
def test_only_one_of_several_threads_refreshes_and_none_waits_for_it(
    deployment: Deployment, network: "Network"
) -> None:
    source = deployment.start()
    network.requests.clear()
    fault = network.fail("current.json", holds=True)
    deployment.pass_fifteen_minutes()
    refreshing = threading.Thread(target=source.refresh)
    refreshing.start()
    assert fault.held.wait(timeout=60)
    assert seconds_of(source.refresh) < 0.15
    refreshing.join()
    assert len(network.requests) == 1


def test_a_pointer_that_could_not_be_read_is_looked_at_again_after_a_minute(
    deployment: Deployment, network: "Network"
) -> None:
    deployment.publish(1)
    network.fail("current.json", cut_after_bytes=0)
    source = deployment.start()
    network.faults.clear()
    network.requests.clear()
    deployment.clock_seconds += 59
    source.refresh()
    assert network.requests == []
    deployment.clock_seconds += 1
    source.refresh()
    assert source.current().version == deployment.version(1)
    deployment.clock_seconds += 60
    source.refresh()
    assert network.keys_by("GET") == ["current.json", "catalogue.sqlite"]


def test_after_a_snapshot_is_restored_the_pointer_is_looked_at_at_once(
    deployment: Deployment,
) -> None:
    source = deployment.start()
    deployment.publish(1)
    deployment.clock_seconds += 1
    source.refresh()
    assert source.current().version == deployment.version(0)
    source.look_again()
    assert source.current().version == deployment.version(1)


def test_a_thread_that_goes_on_reading_is_not_disturbed_by_model_after_model(deployment: Deployment) -> None:
    deployment.publish(1)
    deployment.publish(2)
    source = deployment.start()
    done = threading.Event()

    def read() -> int:
        reads = 0
        while not done.is_set():
            assert source.current().neighbours(1)
            reads += 1
        return reads

    with ThreadPoolExecutor() as executor:
        reading = executor.submit(read)
        try:
            for number in (1, 2, 1):
                deployment.store.rollback(deployment.version(number))
                deployment.pass_fifteen_minutes()
                # The thread that reads takes from the half second in which a request fetches: others go on.
                for _ in range(10):
                    source.refresh()
                assert source.current().version == deployment.version(number)
        finally:
            done.set()
        assert reading.result() > 0
