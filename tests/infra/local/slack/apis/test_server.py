"""Images, and the page's calls of the local Slack."""

from typing import Any

import pytest

from tests.infra.local.scripted_slack import COVER, PNG, ScriptedSlack


def image_block(url: str) -> dict[str, Any]:
    return {"type": "image", "image_url": url, "alt_text": "Cover of Dune"}


def test_a_message_whose_image_block_can_be_fetched_is_shown(slack: ScriptedSlack) -> None:
    [message] = slack.command({"text": "a cover", "blocks": [image_block(COVER)]})
    assert message["text"] == "a cover"
    shown = slack.http.get("/image", query_string={"url": COVER})
    assert (shown.data, shown.mimetype) == (PNG, "image/png")


@pytest.mark.parametrize("url", [COVER.replace("978", "979"), "https://127.0.0.1:1/cover.png"])
def test_a_message_with_an_image_block_that_cannot_be_fetched_is_dropped(slack: ScriptedSlack, url: str) -> None:
    assert slack.command({"text": "a cover", "blocks": [{"type": "divider"}, image_block(url)]}) == []
    [error] = slack.last_exchange()["errors"]
    assert "the whole message is dropped" in error
    assert "/blocks/1/image_url" in error
    refused = slack.respond(slack.app.received[-1], {"text": "a cover", "blocks": [image_block(url)]})
    assert refused.get_json()["error"] == "invalid_blocks"
    assert slack.messages() == []


def test_an_accessory_image_that_cannot_be_fetched_drops_nothing(slack: ScriptedSlack) -> None:
    url = COVER.replace("978", "979")
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*Dune*"}, "accessory": image_block(url)}
    assert len(slack.command({"text": "a cover", "blocks": [section]})) == 1
    assert slack.http.get("/image", query_string={"url": url}).status_code == 404


@pytest.mark.parametrize(
    "url",
    ["http://covers.shelftalker.example/9780441013593.png", "file:///etc/passwd", "", f"{COVER}/../../../etc/passwd"],
)
def test_images_come_over_https_and_from_nowhere_else(slack: ScriptedSlack, url: str) -> None:
    assert slack.http.get("/image", query_string={"url": url}).status_code == 404


def test_a_page_gets_all_changes_except_ephemeral_messages_of_others(slack: ScriptedSlack) -> None:
    slack.command({"text": "for Amina alone"})
    slack.type("for all")
    assert "event: message" in slack.changes_until("for all", "amina")
    changes = slack.changes_until("for all", "jonas")
    assert "event: message" in changes
    assert '"is_ephemeral": true' not in changes


def test_a_page_from_before_a_restart_gets_a_reset(slack: ScriptedSlack) -> None:
    stream = slack.http.get("/local/changes", query_string={"user": "amina", "after": 99}).iter_encoded()
    assert b"listening" in next(stream)
    assert b"event: reset" in next(stream)


def test_the_page_offers_the_commands_of_the_manifest(slack: ScriptedSlack) -> None:
    [command] = slack.state()["commands"]
    assert command["command"] == "/recommend"
    assert command["description"]


def test_the_page_is_reached_by_a_name_of_this_machine_only(slack: ScriptedSlack) -> None:
    assert slack.http.get("/", base_url="http://rebound.example").status_code == 400


def test_a_user_that_does_not_exist_is_not_found(slack: ScriptedSlack) -> None:
    assert slack.http.get("/local/state", query_string={"user": "nobody"}).status_code == 404


def test_the_page_may_load_nothing_from_elsewhere(slack: ScriptedSlack) -> None:
    with slack.http.get("/") as page:
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        assert "http" not in page.get_data(as_text=True)
