"""The one id of all data of a workspace or organisation."""

import pytest

from shelftalker.slack.workspace import Workspace


@pytest.mark.parametrize(
    ("workspace", "id_"),
    [
        (Workspace("T1"), "T1"),
        (Workspace("T1", "E1"), "T1"),
        (Workspace("T1", "E1", is_enterprise_install=True), "E1"),
        (Workspace(None, "E1", is_enterprise_install=True), "E1"),
        (Workspace("T1", None, is_enterprise_install=True), "T1"),
        (Workspace(None), ""),
    ],
)
def test_the_id_is_that_of_whoever_installed_the_app(workspace: Workspace, id_: str) -> None:
    assert workspace.id == id_
