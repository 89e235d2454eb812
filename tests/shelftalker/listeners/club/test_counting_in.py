"""Counting people in: the channel and the person that a click names, and a club without room."""

import time

import pytest

from shelftalker.club import members as members_module
from shelftalker.club.members import CLUB, ClubPlace, Members
from shelftalker.listeners.club.counting_in import place_of
from tests.dynamodb import new_reader
from tests.shelftalker.listeners.club.test_shared_lists import CLICKED_IN_CHANNEL, share
from tests.slack_app import SlackApp


def test_the_channel_is_that_of_the_click_by_the_installation_it_came_through() -> None:
    body = {"team": {"id": "T0001"}, "user": {"id": "U1", "team_id": "T0HOME"}, "channel": {"id": "C0001"}}
    assert place_of(body) == ClubPlace("T0001", "C0001")
    assert place_of(body | {"channel": None, "container": {"channel_id": "G0001"}}) == ClubPlace("T0001", "G0001")
    with pytest.raises(ValueError, match="channel_id must be an id from Slack"):
        place_of(body | {"channel": {}, "container": {}})


def test_a_full_club_says_so_to_the_person_alone_and_changes_no_message(
    app: SlackApp, place: ClubPlace, members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = share(app)
    members.join(place, new_reader("T0001"), f"{time.time():.6f}")
    monkeypatch.setattr(members_module, "CLUB", CLUB._replace(members_at_most=1))
    answer, told = app.click(message, "count_in", channel_id=place.channel_id, **CLICKED_IN_CHANNEL)
    assert "ClubFull" in answer.metrics
    assert told is not None
    assert told["response_type"] == "ephemeral"
    assert "people are counted in here already" in told["text"]
    assert len(app.slack.posted) == 1
