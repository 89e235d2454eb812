"""Ids of actions beside several books."""

import re

from shelftalker.views.action_ids import ActionId


def test_the_id_for_one_book_of_a_list_leads_back_to_the_action_and_the_position() -> None:
    for action_id in ActionId:
        assert re.fullmatch(r"(\w+):(\d+)", action_id.at(12))
        assert action_id.at(12).split(":") == [action_id.value, "12"]
