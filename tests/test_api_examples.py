"""The examples of infra/docs/api.md: each command is answered as it says, by the hosted function."""

import json
import os
import re
import subprocess

import pytest

from shelftalker.api.openapi import description
from tests.api_app import ApiApp
from tests.cloudformation import PROJECT

DOCUMENT = (PROJECT / "infra/docs/api.md").read_text(encoding="utf-8")
# A command, and the beginning of its answer, in which ... stands for a value or for the rest.
EXAMPLES = re.findall(r"^    (curl .+)\n\n    (\{.+)$", DOCUMENT, re.MULTILINE)


def test_each_command_of_the_document_has_its_answer() -> None:
    assert len(EXAMPLES) == DOCUMENT.count("    curl ") == 4


@pytest.mark.parametrize(("command", "answer"), EXAMPLES, ids=[answer[:16] for _, answer in EXAMPLES])
def test_a_command_is_answered_as_the_document_says(command: str, answer: str, api_app: ApiApp) -> None:
    environment = os.environ | {"API": f"http://{api_app.address}", "KEY": api_app.key}
    ended = subprocess.run(["/bin/bash", "-c", command], env=environment, capture_output=True, text=True, check=True)
    pattern = re.escape(answer).replace(re.escape('"..."'), '"[^"]+"').replace(re.escape("..."), ".*")

    assert re.fullmatch(pattern, ended.stdout, re.DOTALL), ended.stdout
    assert json.loads(ended.stdout)


def test_the_document_names_every_path_and_every_member_of_a_book() -> None:
    described = description()
    paths = {path.partition("{")[0] for path in described["paths"]}
    members = described["components"]["schemas"]["RecommendedBook"]["properties"]

    assert [path for path in paths if path not in DOCUMENT] == []
    assert [member for member in members if f"`{member}`" not in DOCUMENT] == []
