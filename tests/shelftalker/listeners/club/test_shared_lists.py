"""Count me in on a shared list: the people counted, the message for everyone, and the answer to whoever clicked."""

from collections.abc import Callable
from typing import Any

from shelftalker.club.members import ClubPlace, Members
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.reading import Message, all_text, titles
from tests.slack_app import SlackApp, all_elements

CLICKED_IN_CHANNEL: dict[str, Any] = {"is_ephemeral": False}


def share(app: SlackApp) -> Message:
    """Share five books, and return the message that everyone sees."""
    app.click(app.type("the hobbit").message, "share")
    public: Message = app.slack.posted[0]
    app.slack.posted.clear()
    return public


def count_in(app: SlackApp, message: Message, place: ClubPlace) -> tuple[Message, Message]:
    """Click Count me in, and return the answer to the person alone, and the message for everyone."""
    app.slack.posted.clear()
    answer, _ = app.click(message, "count_in", channel_id=place.channel_id, **CLICKED_IN_CHANNEL)
    assert (answer.status, answer.body) == (200, "")
    assert "CountedIn" in answer.metrics
    private, public = app.slack.posted
    return private, public


def test_one_person_learns_that_others_are_needed_and_the_shared_books_stay(
    app: SlackApp, reader_of_fantasy: SlackApp, place: ClubPlace
) -> None:
    message = share(app)
    private, public = count_in(reader_of_fantasy, message, place)
    assert (private["response_type"], private["replace_original"]) == ("ephemeral", False)
    assert private["text"].startswith("\u2713 You are counted in. I look at your ratings")
    assert (public["response_type"], public["replace_original"]) == ("in_channel", True)
    assert public["text"].startswith(f"<@{app.user_id}> shares books to read after The Hobbit")
    assert titles(public) == titles(message)
    assert "Once there are two, I look for books for both." in all_text(public)


def test_two_people_see_books_new_to_both_with_how_many_each_fits_and_nobodys_name(
    app: SlackApp, reader_of_fantasy: SlackApp, reader_of_novels: SlackApp, place: ClubPlace
) -> None:
    _, public = count_in(reader_of_fantasy, share(app), place)
    private, public = count_in(reader_of_novels, public, place)
    assert "You are counted in, with 1 other." in private["text"]
    text = all_text(public)
    own, _, joined = text.partition("*Books for the 2 of you who are counted in:*")
    assert joined.count("Fits ") >= 3
    assert "Fits 1 of 2" in joined or "Fits 2 of 2" in joined
    for title in ("*Dune* by", "*The Hobbit* by", "*The Help* by", "*Stand by Me* by"):
        assert title not in joined
    assert reader_of_fantasy.user_id not in str(public)
    assert reader_of_novels.user_id not in str(public)
    assert own.count("* by ") == 1 + 5
    menus = [element for element in all_elements(public) if element.get("action_id") == "menu_want"]
    assert len(menus) == 2


def test_whoever_wants_one_of_the_books_has_it_on_their_own_list(
    app: SlackApp, reader_of_fantasy: SlackApp, reader_of_novels: SlackApp, place: ClubPlace, shelves: ShelfTable
) -> None:
    _, public = count_in(reader_of_fantasy, share(app), place)
    _, public = count_in(reader_of_novels, public, place)
    [*_, menu] = [each for each in all_elements(public) if each.get("action_id") == "menu_want"]
    public = public | {"blocks": [{"type": "actions", "block_id": "joined", "elements": [menu]}]}
    _, told = app.click(public, "menu_want", "1.", channel_id=place.channel_id, **CLICKED_IN_CHANNEL)
    assert told is not None
    assert told["response_type"] == "ephemeral"
    assert [book.wanted for book in shelves.read(Reader("T0001", app.user_id)).books] == [True]


def test_a_book_that_one_of_them_dismissed_is_not_shown(
    app: SlackApp, reader_of_fantasy: SlackApp, reader_of_novels: SlackApp, place: ClubPlace, shelves: ShelfTable
) -> None:
    _, public = count_in(reader_of_fantasy, share(app), place)
    _, public = count_in(reader_of_novels, public, place)
    [*_, menu] = [each for each in all_elements(public) if each.get("action_id") == "menu_want"]
    book_id = menu["options"][0]["value"].split()[-1]
    reader = Reader("T0001", reader_of_novels.user_id)
    shelves.apply(reader, ShelfAction(Verb.DISMISS, book_id), "1700000009")
    _, public = count_in(reader_of_fantasy, public, place)
    [*_, menu] = [each for each in all_elements(public) if each.get("action_id") == "menu_want"]
    assert book_id not in [option["value"].split()[-1] for option in menu["options"]]


def test_those_whose_shelves_tell_nothing_yet_are_counted_honestly(
    app: SlackApp, reader_of_fantasy: SlackApp, reader_of_novels: SlackApp, place: ClubPlace
) -> None:
    _, public = count_in(app, share(app), place)
    _, public = count_in(reader_of_fantasy, public, place)
    assert "once two of you have rated three books" in all_text(public)
    assert "Fits" not in all_text(public)
    _, public = count_in(reader_of_novels, public, place)
    assert "Books for the 3 of you who are counted in" in all_text(public)
    assert "2 of the 3 of you have rated or listed three books so far; the others count once they have." in all_text(
        public
    )


def test_whoever_is_counted_out_is_told_and_no_longer_counts(
    app: SlackApp, reader_of_fantasy: SlackApp, reader_of_novels: SlackApp, place: ClubPlace, members: Members
) -> None:
    private, public = count_in(reader_of_fantasy, share(app), place)
    count_in(reader_of_novels, public, place)
    answer, told = reader_of_fantasy.click(private, "count_out", channel_id=place.channel_id)
    assert "CountedOut" in answer.metrics
    assert told is not None
    assert told["replace_original"] is True
    assert "You are counted out" in told["text"]
    assert [each.reader.user_id for each in members.of_channel(place)] == [reader_of_novels.user_id]


def test_a_message_that_slack_does_not_let_be_replaced_is_followed_by_another(
    app: SlackApp, reader_of_fantasy: SlackApp, place: ClubPlace
) -> None:
    message = share(app)
    app.slack.status = 404
    answer, _ = reader_of_fantasy.click(message, "count_in", channel_id=place.channel_id, **CLICKED_IN_CHANNEL)
    assert answer.status == 200
    private, replacing, another = app.slack.posted
    assert [each["replace_original"] for each in (private, replacing, another)] == [False, True, False]
    assert another["response_type"] == "in_channel"
    assert another["text"] == replacing["text"]


def test_a_table_that_does_not_answer_counts_nobody_in_and_says_so(
    app: SlackApp, reader_of_fantasy: SlackApp, place: ClubPlace, dynamodb: DynamoDb, members: Members
) -> None:
    message = share(app)
    dynamodb.fail("UpdateItem", times=20, refuses="InternalServerError")
    answer, told = reader_of_fantasy.click(message, "count_in", channel_id=place.channel_id, **CLICKED_IN_CHANNEL)
    dynamodb.faults.clear()
    assert {"NotSaved", "ShelfWriteFailed"} <= answer.metrics
    assert told is not None
    assert (told["response_type"], told["text"][:24]) == ("ephemeral", "I could not save that: n")
    assert members.of_channel(place) == ()


def test_shelves_that_cant_be_read_are_said_to_be_so(
    app: SlackApp, reader_of_fantasy: SlackApp, reader_of_novels: SlackApp, place: ClubPlace, dynamodb: DynamoDb
) -> None:
    _, public = count_in(reader_of_fantasy, share(app), place)
    dynamodb.fail("Query", times=20, refuses="InternalServerError")
    _, public = count_in(reader_of_novels, public, place)
    dynamodb.faults.clear()
    assert "I can't reach the shelves of 2 of you right now." in all_text(public)


def test_a_button_of_another_version_is_too_old(
    app: SlackApp, place: ClubPlace, person: Callable[[], SlackApp]
) -> None:
    old: dict[str, Any] = {"action_id": "count_in", "type": "button", "value": "U1"}
    message = {"blocks": [{"type": "actions", "block_id": "x:y:9", "elements": [old]}]}
    answer, _ = app.click(message, "count_in", channel_id=place.channel_id, **CLICKED_IN_CHANNEL)
    assert "TooOld" in answer.metrics
    out = {"blocks": [{"type": "actions", "elements": [old | {"action_id": "count_out"}]}]}
    answer, _ = person().click(out, "count_out", channel_id=place.channel_id)
    assert "TooOld" in answer.metrics
