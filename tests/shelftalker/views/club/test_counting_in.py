"""Messages to people who are counted in or out."""

from shelftalker.club.members import ClubPlace
from shelftalker.views.club.counting_in import club_full, counted_in, counted_out, place_of_value
from tests.shelftalker.views.message_checks import check
from tests.slack_app import all_elements

PLACE = ClubPlace("T0001", "C0001")


def test_whoever_is_counted_in_learns_what_is_used_and_how_to_leave() -> None:
    message = counted_in(PLACE, 3)
    check(message)
    assert message.text.startswith("\u2713 You are counted in, with 2 others. I look at your ratings, your list and")
    assert "It ends after 90 days unless you click it again" in message.text
    [leave] = [each for each in all_elements(message.as_payload()) if each.get("type") == "button"]
    assert (leave["text"]["text"], place_of_value(leave["value"])) == ("Count me out", PLACE)


def test_the_others_are_counted_and_not_named() -> None:
    assert counted_in(PLACE, 1).text.startswith("\u2713 You are counted in. ")
    assert counted_in(PLACE, 2).text.startswith("\u2713 You are counted in, with 1 other. ")


def test_whoever_leaves_or_finds_no_room_is_told() -> None:
    for message in (counted_out(2), counted_out(0), club_full()):
        check(message)
    assert counted_out(0).text.endswith("Nobody is counted in now.")
    assert "100 people are counted in here already" in club_full().text


def test_a_value_of_another_version_names_no_channel() -> None:
    for value in ("", "T0001", "T0001 C0001 x", "T0001 C 001"):
        assert place_of_value(value) is None
