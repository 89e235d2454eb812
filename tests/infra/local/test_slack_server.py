"""What an app meets at the small local Slack, rule by rule."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.infra.local.scripted_slack import Answer, ScriptedApp, ScriptedSlack, button, with_buttons

PNG = b"\x89PNG\r\n\x1a\n"
COVER = "https://covers.shelftalker.example/9780441013593.png"


@pytest.fixture
def app() -> Iterator[ScriptedApp]:
    with ScriptedApp() as app:
        yield app


@pytest.fixture
def slack(app: ScriptedApp, tmp_path: Path) -> ScriptedSlack:
    (tmp_path / "9780441013593.png").write_bytes(PNG)
    return ScriptedSlack(app, covers_directory=tmp_path)


def image_block(url: str) -> dict[str, Any]:
    return {"type": "image", "image_url": url, "alt_text": "Cover of Dune"}


# --- Slash commands


def test_a_slash_command_carries_the_form_and_the_headers_that_slack_sends(slack: ScriptedSlack) -> None:
    slack.command({"text": "hello"})
    [received] = slack.app.received  # so its signature was right: the app checks it with Slack's own SDK
    assert received.headers["content-type"] == "application/x-www-form-urlencoded"
    assert received.headers["user-agent"] == "Slackbot 1.0 (+https://api.slack.com/robots)"
    form = received.form
    assert form.pop("response_url").startswith("http://localhost/response/")
    assert form.pop("trigger_id").count(".") == 2
    assert form.pop("token")
    assert form == {
        "team_id": "T0SHELF0001",
        "team_domain": "corner-bookshop",
        "channel_id": "C0BOOKS0001",
        "channel_name": "book-club",
        "user_id": "U0AMINA0001",
        "user_name": "amina",
        "command": "/recommend",
        "text": "dune",
        "api_app_id": "A0SHELF0001",
        "is_enterprise_install": "false",
    }


def test_a_title_arrives_as_it_was_typed(slack: ScriptedSlack) -> None:
    slack.type("/recommend  Pride & Prejudice <100%+> naïve 雪国 ")
    assert slack.app.received[-1].form["text"] == "Pride & Prejudice <100%+> naïve 雪国"


def test_a_title_over_two_lines_is_one_text(slack: ScriptedSlack) -> None:
    slack.type("/recommend\tThe Hobbit,\nor There and Back Again")
    assert slack.app.received[-1].form["text"] == "The Hobbit,\nor There and Back Again"


def test_a_command_alone_comes_with_an_empty_text(slack: ScriptedSlack) -> None:
    slack.type("/recommend")
    assert slack.app.received[-1].form["text"] == ""


def test_an_acknowledgement_is_ephemeral_unless_it_says_otherwise(slack: ScriptedSlack) -> None:
    [message] = slack.command({"text": "five books"})
    assert (message["text"], message["is_ephemeral"]) == ("five books", True)
    assert slack.messages("jonas") == []


def test_an_acknowledgement_in_channel_shows_everyone_the_command_and_the_answer(slack: ScriptedSlack) -> None:
    slack.command({"text": "five books", "response_type": "in_channel"})
    assert [message["text"] for message in slack.messages("jonas")] == ["/recommend dune", "five books"]


def test_an_acknowledgement_in_plain_text_is_a_message(slack: ScriptedSlack) -> None:
    [message] = slack.command(Answer("plain words", content_type="text/plain; charset=utf-8"))
    assert message["text"] == "plain words"


def test_json_that_does_not_say_it_is_json_is_shown_as_text_with_a_warning(slack: ScriptedSlack) -> None:
    [message] = slack.command(Answer({"text": "five books"}, content_type="text/plain"))
    assert message["text"] == '{"text": "five books"}'
    assert "shown as text" in slack.last_exchange()["warnings"][0]


def test_an_empty_acknowledgement_shows_nothing(slack: ScriptedSlack) -> None:
    assert slack.command(Answer("")) == []
    assert slack.last_exchange()["errors"] == []


def test_an_unknown_command_reaches_no_app(slack: ScriptedSlack) -> None:
    [message] = slack.type("/reccomend dune")
    assert "/reccomend is not a valid command" in message["text"]
    assert message["is_ephemeral"]
    assert slack.app.received == []


def test_a_command_in_a_thread_is_refused_with_slacks_sentence(slack: ScriptedSlack) -> None:
    [parent] = slack.type("What next?")
    _, refusal = slack.type("/recommend dune", thread_ts=parent["ts"])
    assert refusal["text"] == "/recommend is not supported in threads. Sorry!"
    assert (refusal["thread_ts"], refusal["is_ephemeral"]) == (parent["ts"], True)
    assert slack.app.received == []


def test_an_app_that_takes_more_than_three_seconds_has_timed_out(slack: ScriptedSlack) -> None:
    started = time.perf_counter()
    [message] = slack.command(Answer({"text": "too late"}, after_seconds=3.2))
    assert 2.9 < time.perf_counter() - started < 3.2
    assert message["text"] == '/recommend failed with the error "operation_timeout"'
    assert "within 3 s" in slack.last_exchange()["errors"][0]


def test_an_answer_after_the_timeout_is_never_shown(app: ScriptedApp) -> None:
    slack = ScriptedSlack(app, acknowledgement_seconds=0.1)
    slack.command(Answer({"text": "too late"}, after_seconds=0.3))
    time.sleep(0.4)
    assert "too late" not in str(slack.messages())


@pytest.mark.parametrize("status", [302, 404, 500, 503])
def test_an_answer_that_is_not_2xx_is_dispatch_failed(slack: ScriptedSlack, status: int) -> None:
    [message] = slack.command(Answer({"text": "never shown"}, status=status))
    assert message["text"] == '/recommend failed with the error "dispatch_failed"'
    assert str(status) in slack.last_exchange()["errors"][0]


def test_an_app_that_is_not_there_is_dispatch_failed() -> None:
    with ScriptedApp() as app:
        pass
    [message] = ScriptedSlack(app).type("/recommend dune")
    assert message["text"] == '/recommend failed with the error "dispatch_failed"'


def test_an_acknowledgement_over_a_limit_is_refused_and_says_where(slack: ScriptedSlack) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    [message] = slack.command({"text": "five books", "blocks": [header]})
    assert message["text"] == '/recommend failed with the error "invalid_blocks"'
    [error] = slack.last_exchange()["errors"]
    assert error == "invalid_blocks: expected at most 150 characters, got 151 [json-pointer:/blocks/0/text/text]"


def test_a_message_without_top_level_text_is_shown_with_a_warning(slack: ScriptedSlack) -> None:
    [message] = slack.command({"blocks": [{"type": "divider"}]})
    assert message["blocks"]
    assert "no top-level text" in slack.last_exchange()["warnings"][0]


def test_a_command_makes_an_exchange_with_all_that_a_developer_wants_to_see(slack: ScriptedSlack) -> None:
    [message] = slack.command({"text": "five books"})
    exchange = slack.last_exchange()
    assert message["exchange_id"] == exchange["exchange_id"]
    assert (exchange["kind"], exchange["summary"], exchange["status"]) == ("slash command", "/recommend dune", 200)
    assert exchange["request"]["text"] == "dune"
    assert exchange["response"] == {"text": "five books"}
    assert "X-Slack-Signature" in exchange["request_headers"]
    assert 0 < exchange["milliseconds"] < 1000


# --- Words of people


def test_other_words_are_a_message_that_everyone_sees_without_markup_of_ones_own(slack: ScriptedSlack) -> None:
    slack.type(" /recommend is a command & <b>not</b> this")
    [message] = slack.messages("priya")
    assert message["text"] == "/recommend is a command &amp; &lt;b&gt;not&lt;/b&gt; this"
    assert slack.app.received == []


def test_blank_words_are_nothing(slack: ScriptedSlack) -> None:
    assert slack.type("  \n ") == []


# --- Clicks


def test_a_click_in_an_ephemeral_message_carries_no_message(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons(button(value="1 42")))
    assert slack.click(message, "choose") == ""
    payload = slack.app.received[-1].payload
    assert "message" not in payload
    assert payload["container"] == {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": "C0BOOKS0001",
        "is_ephemeral": True,
    }
    [action] = payload["actions"]
    assert float(action.pop("action_ts")) == pytest.approx(slack.clock.now)
    assert action == {
        "type": "button",
        "action_id": "choose",
        "block_id": message["blocks"][0]["block_id"],
        "text": {"type": "plain_text", "text": "Choose"},
        "value": "1 42",
    }
    assert (payload["type"], payload["api_app_id"]) == ("block_actions", "A0SHELF0001")
    assert payload["user"]["id"] == "U0AMINA0001"
    assert payload["team"] == {"id": "T0SHELF0001", "domain": "corner-bookshop"}
    assert payload["channel"] == {"id": "C0BOOKS0001", "name": "book-club"}
    assert payload["state"] == {"values": {}}
    assert payload["token"]
    assert payload["trigger_id"]
    assert payload["response_url"]


def test_a_click_in_a_message_that_all_see_carries_the_message(slack: ScriptedSlack) -> None:
    slack.command(with_buttons(response_type="in_channel"))
    message = slack.messages("jonas")[-1]
    slack.click(message, "choose", user="jonas")
    payload = slack.app.received[-1].payload
    assert payload["user"]["name"] == "jonas"
    assert payload["container"]["is_ephemeral"] is False
    assert payload["message"]["ts"] == message["ts"]
    assert payload["message"]["blocks"] == message["blocks"]


def test_the_body_that_answers_a_click_is_ignored_with_a_warning(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.app.answer = lambda _: Answer({"text": "five books", "replace_original": True})
    assert slack.click(message, "choose") == ""
    assert slack.messages() == [message]
    assert "ignores the body" in slack.last_exchange()["warnings"][0]


def test_a_click_that_is_not_acknowledged_shows_why_beside_the_button(app: ScriptedApp) -> None:
    slack = ScriptedSlack(app, acknowledgement_seconds=0.2)
    [message] = slack.command(with_buttons())
    app.answer = lambda _: Answer(status=500)
    assert slack.click(message, "choose") == "This app responded with status 500."
    app.answer = lambda _: Answer(after_seconds=0.4)
    assert "Operation timed out" in slack.click(message, "choose")


def test_nobody_clicks_in_what_they_do_not_see(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    assert slack.click(message, "choose", user="jonas") == "This message is no longer there."
    assert len(slack.app.received) == 1


def test_a_choice_from_a_menu_is_sent_and_remembered_as_state(slack: ScriptedSlack) -> None:
    options = [{"text": {"type": "plain_text", "text": genre}, "value": genre} for genre in ("crime", "fantasy")]
    menu = {"type": "static_select", "action_id": "genre", "options": options}
    [message] = slack.command(with_buttons(menu, button()))
    block_id = message["blocks"][0]["block_id"]

    slack.click(message, "genre", value="fantasy")
    [action] = slack.app.received[-1].payload["actions"]
    assert action["selected_option"] == options[1]

    slack.click(message, "choose")
    chosen = {"type": "static_select", "selected_option": options[1]}
    assert slack.app.received[-1].payload["state"] == {"values": {block_id: {"genre": chosen}}}

    assert "expected the value of an option" in slack.click(message, "genre", value="poetry")


def test_slack_names_blocks_and_elements_that_the_app_did_not(slack: ScriptedSlack) -> None:
    unnamed = {"type": "button", "text": {"type": "plain_text", "text": "Choose"}}
    [message] = slack.command(with_buttons(unnamed, unnamed))
    [block] = message["blocks"]
    assert block["block_id"]
    assert len({element["action_id"] for element in block["elements"]}) == 2


# --- response_url


def test_a_post_to_a_response_url_is_a_new_ephemeral_message(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    answer = slack.respond(slack.app.received[-1], {"text": "five books"})
    assert (answer.status_code, answer.text) == (200, "ok")
    assert [each["text"] for each in slack.messages()] == ["Did you mean", "five books"]
    assert slack.messages("jonas") == []


def test_a_post_in_channel_is_seen_by_all(slack: ScriptedSlack) -> None:
    slack.command({"text": "wait"})
    slack.respond(slack.app.received[-1], {"text": "five books", "response_type": "in_channel"})
    assert [message["text"] for message in slack.messages("jonas")] == ["five books"]


def test_replace_original_puts_the_answer_in_the_place_of_what_was_clicked(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    slack.respond(slack.app.received[-1], {"text": "five books", "replace_original": True})
    [replaced] = slack.messages()
    assert (replaced["ts"], replaced["text"], replaced["blocks"]) == (message["ts"], "five books", [])
    assert replaced["is_ephemeral"]


def test_a_replaced_message_is_seen_by_the_same_people_as_before(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    answer = {"text": "five books", "replace_original": True, "response_type": "in_channel"}
    slack.respond(slack.app.received[-1], answer)
    assert slack.messages("jonas") == []
    assert "stays ephemeral" in slack.last_exchange()["warnings"][0]


def test_delete_original_takes_away_what_was_clicked(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    assert slack.respond(slack.app.received[-1], {"delete_original": True}).status_code == 200
    assert slack.messages() == []
    again = slack.respond(slack.app.received[-1], {"text": "five books", "replace_original": True})
    assert (again.status_code, again.get_json()["error"]) == (404, "message_not_found")


def test_a_sixth_post_to_a_response_url_is_refused(slack: ScriptedSlack) -> None:
    slack.command({"text": "wait"})
    [received] = slack.app.received
    for _ in range(5):
        assert slack.respond(received, {"text": "more"}).status_code == 200
    refused = slack.respond(received, {"text": "too much"})
    assert (refused.status_code, refused.get_json()) == (404, {"ok": False, "error": "used_url"})
    assert "too much" not in str(slack.messages())
    assert "at most 5 posts" in slack.last_exchange()["errors"][0]


def test_a_post_after_half_an_hour_is_refused(slack: ScriptedSlack) -> None:
    slack.command({"text": "wait"})
    slack.clock.now += 30 * 60 + 1
    refused = slack.respond(slack.app.received[-1], {"text": "too late"})
    assert (refused.status_code, refused.get_json()) == (404, {"ok": False, "error": "expired_url"})
    assert "too late" not in str(slack.messages())


def test_a_post_over_a_limit_is_refused_and_says_where(slack: ScriptedSlack) -> None:
    slack.command({"text": "wait"})
    refused = slack.respond(slack.app.received[-1], with_buttons(button(value="x" * 2001)))
    assert refused.status_code == 400
    assert refused.get_json() == {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata": {
            "messages": [
                "[ERROR] expected at most 2,000 characters, got 2,001 [json-pointer:/blocks/0/elements/0/value]"
            ]
        },
    }


@pytest.mark.parametrize(
    ("message", "code"),
    [({}, "no_text"), ({"text": 5}, "invalid_payload"), ([], "invalid_payload"), ("hi", "invalid_payload")],
)
def test_a_post_that_says_nothing_is_refused(slack: ScriptedSlack, message: Any, code: str) -> None:
    slack.command({"text": "wait"})
    refused = slack.respond(slack.app.received[-1], message)
    assert (refused.status_code, refused.get_json()["error"]) == (400, code)


def test_the_time_of_an_answer_counts_from_the_click(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    slack.clock.now += 1.5
    slack.respond(slack.app.received[-1], {"text": "five books"})
    exchange = slack.last_exchange()
    assert (exchange["kind"], exchange["summary"]) == ("response_url", "five books")
    assert exchange["milliseconds"] == pytest.approx(1500, abs=1)


# --- Images


def test_a_message_whose_image_block_can_be_fetched_is_shown(slack: ScriptedSlack) -> None:
    [message] = slack.command({"text": "a cover", "blocks": [image_block(COVER)]})
    assert message["text"] == "a cover"
    shown = slack.http.get("/image", query_string={"url": COVER})
    assert (shown.data, shown.mimetype) == (PNG, "image/png")


@pytest.mark.parametrize("url", [COVER.replace("978", "979"), "https://127.0.0.1:1/cover.png"])
def test_a_message_whose_image_block_cannot_be_fetched_is_dropped_whole(slack: ScriptedSlack, url: str) -> None:
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


# --- Modals


def open_view(slack: ScriptedSlack, trigger_id: str, **members: Any) -> Any:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Shelf"}, "blocks": [{"type": "divider"}]}
    called = {"trigger_id": trigger_id, "view": view | members}
    return slack.http.post("/api/views.open", json=called, headers={"Authorization": "Bearer xoxb-local"}).get_json()


def test_a_modal_opens_within_three_seconds_of_the_command(slack: ScriptedSlack) -> None:
    slack.command({"text": "wait"})
    opened = open_view(slack, slack.app.received[-1].form["trigger_id"])
    assert opened["ok"]
    assert opened["view"]["type"] == "modal"


def test_a_trigger_id_is_expired_after_three_seconds(slack: ScriptedSlack) -> None:
    slack.command({"text": "wait"})
    slack.clock.now += 3.1
    opened = open_view(slack, slack.app.received[-1].form["trigger_id"])
    assert opened == {"ok": False, "error": "expired_trigger_id"}


def test_a_modal_over_a_limit_is_refused_and_keeps_its_trigger_id(slack: ScriptedSlack) -> None:
    slack.command({"text": "wait"})
    trigger_id = slack.app.received[-1].form["trigger_id"]
    refused = open_view(slack, trigger_id, title={"type": "plain_text", "text": "x" * 25})
    assert refused["error"] == "invalid_arguments"
    assert "[json-pointer:/view/title/text]" in refused["response_metadata"]["messages"][0]
    assert open_view(slack, trigger_id)["ok"]


def test_a_modal_without_a_token_is_refused(slack: ScriptedSlack) -> None:
    assert slack.http.post("/api/views.open", json={}).get_json() == {"ok": False, "error": "not_authed"}


# --- What the page asks


def test_a_page_hears_what_happens_and_of_no_one_elses_ephemeral_messages(slack: ScriptedSlack) -> None:
    amina, jonas = (
        slack.http.get("/local/changes", query_string={"user": user, "after": 0}).iter_encoded()
        for user in ("amina", "jonas")
    )
    slack.command({"text": "for Amina alone"})
    slack.type("for all")

    def heard(stream: Iterator[bytes]) -> str:
        said = ""
        while "for all" not in said:
            said += next(stream).decode()
        return said

    assert "event: message" in heard(amina)
    heard_by_jonas = heard(jonas)
    assert "event: message" in heard_by_jonas
    assert '"is_ephemeral": true' not in heard_by_jonas


def test_a_page_of_before_a_restart_is_told_to_start_over(slack: ScriptedSlack) -> None:
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
        assert "http" not in page.text
