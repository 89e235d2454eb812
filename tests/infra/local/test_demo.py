"""The demo as a person starts it: in a process of its own, used over HTTP, ended with Ctrl-C."""

import json
import re
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local import demo
from infra.local.__main__ import main
from infra.local.demo import DemoConfig, DemoError
from infra.local.local_model import LocalModel
from infra.local.slack.connection.delivery import AppClient
from infra.local.slack.workspace.directory import DIRECTORY
from tests.infra.local.demo_process import RunningDemo, running_demo, start_demo
from tests.time_outs import PROCESS_SECONDS, SECONDS

CHANNEL = "C0BOOKS0001"
Message = dict[str, Any]


class Demo(RunningDemo):
    """A demo, with the calls of its page."""

    def post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        """Call the page's server as the page does."""
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.address + path, json.dumps(content).encode(), headers)  # noqa: S310 # http
        with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310
            answer: dict[str, Any] = json.load(response)
            return answer

    def state(self, user: str) -> dict[str, Any]:
        """Return the snapshot that a person's page gets when it opens."""
        with urllib.request.urlopen(f"{self.address}/local/state?user={user}", timeout=SECONDS) as response:  # noqa: S310
            state: dict[str, Any] = json.load(response)
            return state

    def messages(self, user: str) -> list[Message]:
        """Return the messages that a person sees."""
        messages: list[Message] = self.state(user)["messages"]
        return messages

    def answer_to(self, user: str, text: str) -> Message:
        """Type a line, and wait for the app's answer."""
        seen = {message["ts"] for message in self.messages(user)}
        self.post("/local/typed", {"user": user, "channel_id": CHANNEL, "text": text})
        return self.wait_for_message(user, lambda message: message["ts"] not in seen and message["is_ephemeral"])

    def wait_for_message(self, user: str, is_wanted: Any) -> Message:
        """Return the first message that fulfils a condition."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            for message in self.messages(user):
                if is_wanted(message):
                    return message
            time.sleep(0.05)
        raise AssertionError(f"{user} sees no such message, only {self.messages(user)}")


@pytest.fixture(scope="module")
def sample_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("demo"), "--api") as demo:
        yield Demo(demo.process, demo.printed, demo.address)


def children_of(pid: int) -> list[str]:
    """Return the folders in /proc of the processes that a process started."""
    children = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            continue
        if parent == pid:
            children.append(str(process))
    return children


def test_slackbots_tools_are_called_as_a_member_by_the_page_and_by_any_mcp_client(sample_demo: Demo) -> None:
    want = {"user": "priya", "name": "want_to_read", "arguments": {"title": "Emma"}}
    called = sample_demo.post("/local/tools/call", want)
    params = {"name": "my_shelf", "arguments": {"list": "wanted"}}
    listed = sample_demo.post("/mcp/priya", {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})

    assert called["text"] == '"Emma" by Jane Austen (1815) is on the want-to-read list now.'
    assert [book["title"] for book in listed["result"]["structuredContent"]["books"]] == ["Emma"]


def test_the_json_api_answers_at_the_printed_address_with_the_printed_key(sample_demo: Demo) -> None:
    printed = re.search(r"JSON API: API=(http://127\.0\.0\.1:\d+) KEY=(stk_\S+)\n", sample_demo.printed)
    assert printed
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {printed[2]}"}
    request = urllib.request.Request(f"{printed[1]}/recommend", b'{"title": "Dune"}', headers)  # noqa: S310 # http
    with urllib.request.urlopen(request, timeout=PROCESS_SECONDS) as response:  # noqa: S310
        answer = json.load(response)

    assert len(answer["recommendations"]) == 5


def test_the_demo_reports_that_the_sample_is_synthetic_and_how_long_each_step_took(sample_demo: Demo) -> None:
    assert "Readers and ratings of the sample are synthetic." in sample_demo.printed
    assert re.search(r"Building the model of .*model_build/sample: about \d+ seconds \.\.\.\n", sample_demo.printed)
    assert re.search(r"Model of \d{3} books built \(\d+\.\d s\)", sample_demo.printed)
    assert re.search(r"Functions answer signed requests.* \(\d+\.\d s\)", sample_demo.printed)


def test_a_title_is_answered_with_five_books_of_its_kind(sample_demo: Demo) -> None:
    answer = sample_demo.answer_to("amina", "/recommend dune")
    assert answer["text"].startswith("If you liked Dune (Dune, 1) by Frank Herbert, read next: 1. ")
    assert "5. " in answer["text"]
    assert "Dune Messiah" in answer["text"]


def test_a_misspelt_title_is_answered_with_buttons_and_a_click_with_five_books(sample_demo: Demo) -> None:
    suggestions = sample_demo.answer_to("jonas", "/recommend harry poter")
    block = next(block for block in suggestions["blocks"] if block.get("accessory", {}).get("type") == "button")
    click = {
        "user": "jonas",
        "channel_id": CHANNEL,
        "ts": suggestions["ts"],
        "block_id": block["block_id"],
        "action_id": block["accessory"]["action_id"],
    }
    assert sample_demo.post("/local/action", click)["ok"]
    answer = sample_demo.wait_for_message("jonas", lambda message: "read next: 1. " in message["text"])
    assert answer["text"].startswith(
        "If you liked Harry Potter and the Philosopher's Stone (Harry Potter, 1) by J. K. Rowling, read next: 1. "
    )
    assert suggestions["ts"] not in {message["ts"] for message in sample_demo.messages("jonas")} - {answer["ts"]}


def test_the_home_and_the_search_window_are_there_with_the_demos_own_token(sample_demo: Demo) -> None:
    assert sample_demo.post("/local/home", {"user": "priya"}) == {"ok": True, "problem": ""}
    assert sample_demo.post("/local/shortcut", {"user": "priya", "callback_id": "find_book"})["ok"]
    state = sample_demo.state("priya")
    assert state["home"]["blocks"]
    [window] = state["modals"]
    assert window["callback_id"] == "search"
    calls = [exchange for exchange in state["exchanges"] if exchange["kind"].startswith("views.")]
    assert {exchange["kind"]: exchange["response"]["ok"] for exchange in calls} == {
        "views.publish": True,
        "views.open": True,
    }


def test_covers_of_the_sample_can_be_seen(sample_demo: Demo) -> None:
    answer = sample_demo.answer_to("priya", "/recommend dune")
    accessories = [block["accessory"] for block in answer["blocks"] if "accessory" in block]
    covers = [accessory["image_url"] for accessory in accessories if accessory["type"] == "image"]
    assert len(covers) >= 5
    with urllib.request.urlopen(f"{sample_demo.address}/image?url={covers[0]}", timeout=SECONDS) as response:  # noqa: S310
        assert response.read(4) == b"\x89PNG"


# After all other tests that share the demo, because it ends the demo.
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the functions run in the demo's own process")
def test_the_web_page_is_served_beside_slack_with_the_covers_of_the_sample(sample_demo: Demo) -> None:
    with urllib.request.urlopen(f"{sample_demo.web_page}?title=dune", timeout=SECONDS) as response:  # noqa: S310 # http
        page = response.read().decode()
    [cover, *_] = re.findall(r'<img src="(covers/[^"]+)"', page)
    with urllib.request.urlopen(sample_demo.web_page + cover, timeout=SECONDS) as response:  # noqa: S310 # http
        picture = response.read()

    assert page.count('<li class="book">') == 5
    assert picture.startswith(b"\x89PNG")


def test_ctrl_c_ends_the_demo_and_its_processes(sample_demo: Demo) -> None:
    children = children_of(sample_demo.process.pid)
    assert children
    sample_demo.process.send_signal(signal.SIGINT)
    output, _ = sample_demo.process.communicate(timeout=PROCESS_SECONDS)
    assert output == "\nStopped.\n"
    assert sample_demo.process.returncode == 0
    assert not [child for child in children if Path(child).exists()]


def test_a_folder_without_a_dataset_is_refused_in_one_sentence(tmp_path: Path) -> None:
    process = start_demo("--data", tmp_path, "--directory", tmp_path / "demo")
    output, _ = process.communicate(timeout=PROCESS_SECONDS)
    assert process.returncode == 2
    assert output.startswith(f"make demo: No table in {tmp_path}: expected Books.csv and Ratings.csv")
    assert output.count("\n") == 1


@pytest.mark.parametrize("port", ["abc", "70000", "-1", "3000.5", "30 00", ""])
def test_a_port_that_is_none_is_refused_in_one_sentence_before_anything_is_built(
    tmp_path: Path, port: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["make demo", f"--port={port}", "--directory", str(tmp_path / "demo")])
    monkeypatch.setattr("signal.signal", lambda *_: None)
    assert main() == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == (
        f"make demo: PORT must be a whole number from 1 to 65535, or 0 for any free port; it is {port!r}. Name "
        "another: make demo PORT=8080\n"
    )
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("port", ["0", "1", "3000", "65535"])
def test_a_port_is_read(port: str) -> None:
    assert demo.parse_port(port) == int(port)


@pytest.mark.parametrize("options", [[], ["--organisation"]])
def test_an_organisation_has_the_app_where_the_command_line_says_so(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[str] = []

    def end(*_arguments: object) -> None:
        installed.append(DIRECTORY.enterprise_id)
        raise DemoError("it ends here")

    monkeypatch.setattr(demo, "prepare_model", lambda *_arguments: LocalModel(tmp_path, 1, is_new=False))
    monkeypatch.setattr(demo, "local_aws", end)
    monkeypatch.setattr(signal, "signal", lambda *_arguments: None)  # this process keeps its own
    monkeypatch.setattr(sys, "argv", ["demo", f"--data={tmp_path}", f"--directory={tmp_path}", *options])
    assert main() == 2
    assert (installed, DIRECTORY.enterprise_id) == (["E0SHELF0001" if options else ""], "")


@pytest.mark.parametrize(("options", "expected"), [([], "off"), (["--learn"], "on")])
def test_readers_are_learnt_from_where_the_command_line_says_so(
    options: list[str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: list[str] = []

    def end(_dataset: Path, _port: int, _directory: Path, settings: dict[str, str], **_others: object) -> None:
        run.append(settings["LEARN_FROM_READERS"])
        raise DemoError("it ends here")

    monkeypatch.setattr("infra.local.__main__.running_demo", end)
    monkeypatch.setattr(signal, "signal", lambda *_arguments: None)  # this process keeps its own
    monkeypatch.setattr(sys, "argv", ["demo", f"--directory={tmp_path}", *options])
    assert main() == 2
    assert run == [expected]


def test_a_catalogue_in_the_home_folder_is_found_as_a_dataset_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: list[tuple[Path, Path]] = []

    def end(dataset: Path, *_arguments: object, catalogue: Path, **_others: object) -> None:
        run.append((dataset, catalogue))
        raise DemoError("it ends here")

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("infra.local.__main__.running_demo", end)
    monkeypatch.setattr(signal, "signal", lambda *_arguments: None)  # this process keeps its own
    monkeypatch.setattr(sys, "argv", ["demo", f"--directory={tmp_path}", "--data=~/loans", "--catalogue=~/dumps"])
    assert main() == 2
    assert run == [(tmp_path.resolve() / "loans", tmp_path.resolve() / "dumps")]


def test_a_port_in_use_gives_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as first:
        port = first.getsockname()[1]
        with demo.listening_socket(port) as second:
            assert port < second.getsockname()[1] <= port + 20


def test_without_a_free_port_the_error_names_the_option_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "CONFIG", DemoConfig(further_ports=0))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(DemoError, match=rf"No port from {port} to {port} can be used .*make demo PORT="):
            demo.listening_socket(port)


def test_functions_that_do_not_answer_are_shown_by_the_end_of_their_log(tmp_path: Path) -> None:
    log = tmp_path / "functions.log"
    log.write_text("first line\n" + "line\n" * 20 + "ValueError: the reason\n")
    nobody = AppClient("http://127.0.0.1:1/slack/events", "secret", time.time, timeout_seconds=1)
    with pytest.raises(
        DemoError, match=r"don't answer /recommend: no answer from (?s:.*)ValueError: the reason"
    ) as shown:
        demo.check_functions_answer(nobody, log)
    assert "first line" not in str(shown.value)
