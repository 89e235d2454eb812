"""The people of a channel who are counted in: joining, leaving, limits, expiry and deletion."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from shelftalker.club import members as members_module
from shelftalker.club.members import CLUB, ClubPlace, FullClubError, Members, place_of_pointer, pointer_key
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfError, ShelfTable
from tests.dynamodb import DynamoDb, new_reader

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_NOW = int(time.time())
AT = f"{_NOW - 30}.000001"
LATER = f"{_NOW - 20}.000001"
DAY = 24 * 60 * 60


def readers_of(members: Members, place: ClubPlace) -> list[Reader]:
    return [member.reader for member in members.of_channel(place)]


def test_those_who_are_counted_in_come_in_the_order_of_their_clicks(members: Members, place: ClubPlace) -> None:
    first, second = new_reader(place.workspace_id), new_reader(place.workspace_id)
    assert members.of_channel(place) == ()
    assert [member.reader for member in members.join(place, second, LATER)] == [second]
    assert [member.reader for member in members.join(place, first, AT)] == [first, second]
    assert [member.joined_at for member in members.of_channel(place)] == [float(AT), float(LATER)]


def test_whoever_clicks_twice_is_counted_once(members: Members, place: ClubPlace, reader: Reader) -> None:
    members.join(place, reader, AT)
    assert len(members.join(place, reader, LATER)) == 1


def test_a_visitor_keeps_the_workspaces_that_their_shelf_may_stand_in(members: Members, place: ClubPlace) -> None:
    visitor = Reader("T0HOME", "U0VISITOR", (place.workspace_id,))
    members.join(place, visitor, AT)
    [member] = members.of_channel(place)
    assert (member.reader, member.reader.elsewhere) == (visitor, (place.workspace_id,))


def test_clubs_of_other_channels_and_workspaces_are_others(members: Members, place: ClubPlace, reader: Reader) -> None:
    members.join(place, reader, AT)
    assert members.of_channel(place._replace(channel_id="C0OTHER")) == ()
    assert members.of_channel(place._replace(workspace_id="T0OTHER")) == ()


def test_whoever_leaves_is_gone_and_a_late_click_takes_nobody_out_who_came_back(
    members: Members, place: ClubPlace, reader: Reader
) -> None:
    other = new_reader(place.workspace_id)
    members.join(place, reader, AT)
    members.join(place, other, AT)
    assert [member.reader for member in members.leave(place, reader, AT)] == [other]
    assert [member.reader for member in members.leave(place, reader, LATER)] == [other]
    members.join(place, reader, LATER)
    assert len(members.leave(place, reader, AT)) == 2
    assert len(members.leave(place, reader, LATER)) == 1
    assert members.leave(place._replace(channel_id="C0NONE"), reader, LATER) == ()


def test_nobody_is_lost_when_many_are_counted_in_at_once(members: Members, place: ClubPlace) -> None:
    readers = [new_reader(place.workspace_id) for _ in range(40)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda reader: members.join(place, reader, AT), readers))
    assert set(readers_of(members, place)) == set(readers)


def test_a_full_club_takes_nobody_and_keeps_those_it_has(
    members: Members, place: ClubPlace, shelves: ShelfTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members_module, "CLUB", CLUB._replace(members_at_most=2))
    first, second, third = (new_reader(place.workspace_id) for _ in range(3))
    members.join(place, first, AT)
    members.join(place, second, AT)
    with pytest.raises(FullClubError, match="2 people are counted in, and nobody else can be until one leaves"):
        members.join(place, third, AT)
    assert shelves.table.item(pointer_key(place, third)) is None
    assert len(members.join(place, second, LATER)) == 2
    members.leave(place, first, AT)
    assert len(members.join(place, third, LATER)) == 2


def test_a_club_expires_after_its_last_joining_with_its_picks_and_another_begins_empty(
    shelves: ShelfTable, place: ClubPlace, reader: Reader
) -> None:
    now = time.time()
    Members(shelves.table, lambda: now).join(place, reader, AT)
    shelves.table.update(place.key, {"picks": {"L": []}}, "attribute_exists(#members)")
    item = shelves.table.item(place.key)
    assert item is not None
    assert float(item["expires_at"]["N"]) == pytest.approx(now + CLUB.seconds, abs=1)
    later = Members(shelves.table, lambda: now + CLUB.seconds + 1)
    assert later.of_channel(place) == ()
    newcomer = new_reader(place.workspace_id)
    assert [member.reader for member in later.join(place, newcomer, f"{now + CLUB.seconds:.6f}")] == [newcomer]
    renewed = shelves.table.item(place.key)
    assert renewed is not None
    assert "picks" not in renewed


def test_each_joining_counts_for_its_own_time_and_is_removed_when_somebody_else_joins_after_it(
    shelves: ShelfTable, place: ClubPlace, reader: Reader
) -> None:
    now = time.time()
    Members(shelves.table, lambda: now).join(place, reader, AT)
    other, late = new_reader(place.workspace_id), new_reader(place.workspace_id)
    Members(shelves.table, lambda: now + 80 * DAY).join(place, other, f"{now + 80 * DAY:.6f}")
    later = Members(shelves.table, lambda: now + 91 * DAY)
    assert [member.reader for member in later.of_channel(place)] == [other]
    assert later.clubs_of(reader) == []
    assert later.clubs_of(other) == [place]
    later.join(place, late, f"{now + 91 * DAY:.6f}")
    item, pointer = shelves.table.item(place.key), shelves.table.item(pointer_key(place, reader))
    assert item is not None
    assert set(item["members"]["M"]) == {other.user_id, late.user_id}
    # Without it a deletion would not find what DynamoDB has not deleted yet.
    assert pointer is not None
    assert float(pointer["expires_at"]["N"]) > now + 170 * DAY


def test_a_pointer_among_the_persons_own_items_leads_to_the_club(
    members: Members, place: ClubPlace, shelves: ShelfTable
) -> None:
    visitor = Reader("T0HOME", new_reader().user_id)
    members.join(place, visitor, AT)
    pointer = shelves.table.item(pointer_key(place, visitor))
    assert pointer is not None
    assert pointer["workspace_id"] == {"S": "T0HOME"}
    assert place_of_pointer(pointer) == place
    members.leave(place, visitor, LATER)
    assert shelves.table.item(pointer_key(place, visitor)) is None


def test_an_item_that_is_no_pointer_leads_nowhere() -> None:
    for name in ("U1#club", "U1#club#T1", "U1#book#dune2345", "U1#club#T1#C1#C2"):
        with pytest.raises(ValueError, match="workspace_id must be an id from Slack"):
            place_of_pointer({"reader_item": {"S": name}})


def test_a_click_from_before_the_deletion_of_all_data_counts_nobody_in(
    members: Members, place: ClubPlace, shelves: ShelfTable, reader: Reader
) -> None:
    shelves.delete_reader(reader, LATER)
    assert members.join(place, reader, AT) == ()
    assert shelves.table.item(pointer_key(place, reader)) is None
    assert len(members.join(place, reader, f"{_NOW - 10}")) == 1


def test_entries_that_cant_be_read_count_for_nothing(
    members: Members, place: ClubPlace, reader: Reader, shelf_table_name: str, dynamodb_client: "DynamoDBClient"
) -> None:
    members.join(place, reader, AT)
    damaged: list[Any] = [{"S": "x"}, {"M": {}}, {"M": {"workspace_id": {"S": "T 1"}, "joined_at": {"N": "1"}}}]
    for number, entry in enumerate(damaged):
        dynamodb_client.update_item(
            TableName=shelf_table_name,
            Key=dict(place.key),
            UpdateExpression="SET members.#name = :entry",
            ExpressionAttributeNames={"#name": f"U0DAMAGED{number}"},
            ExpressionAttributeValues={":entry": entry},
        )
    assert readers_of(members, place) == [reader]


def test_ids_that_slack_gives_nobody_are_refused(members: Members, reader: Reader) -> None:
    with pytest.raises(ValueError, match=r"channel_id must be an id from Slack such as C0123ABCD; got 'C1#C2'"):
        members.join(ClubPlace("T1", "C1#C2"), reader, AT)


def test_a_table_that_does_not_answer_is_an_error_and_nobody_is_said_to_be_counted_in(
    members: Members, place: ClubPlace, reader: Reader, dynamodb: DynamoDb
) -> None:
    dynamodb.fail("UpdateItem", times=20, refuses="InternalServerError")
    with pytest.raises(ShelfError, match="can't be used now"):
        members.join(place, reader, AT)
    dynamodb.faults.clear()
    assert members.of_channel(place) == ()
