from pathlib import Path

import numpy as np

from model_build.open_library.dump_files import DumpFile
from model_build.open_library.dump_lines import Losses
from model_build.open_library.redirects import Redirects, read_redirects
from tests.model_build.open_library.dumps import record, redirect, write_dumps


def follow(redirects: Redirects, *numbers: int) -> list[int]:
    return [int(number) for number in redirects.follow(np.array(numbers, dtype=np.int64))]


def test_chains_are_followed_to_their_ends() -> None:
    redirects = Redirects.of_pairs([(1, 2), (2, 3), (3, 9), (5, 3)])
    assert follow(redirects, 1, 2, 3, 5, 9, 7) == [9, 9, 9, 9, 9, 7]


def test_a_long_chain_ends_where_it_ends() -> None:
    redirects = Redirects.of_pairs((number, number + 1) for number in range(5_000))
    assert follow(redirects, 0, 2_500, 5_000) == [5_000, 5_000, 5_000]


def test_circles_lead_nowhere_and_are_counted_with_what_leads_into_them() -> None:
    losses = Losses()
    redirects = Redirects.of_pairs([(1, 2), (2, 1), (3, 1), (4, 4), (5, 6)], losses)
    assert follow(redirects, 1, 2, 3, 4, 5) == [1, 2, 3, 4, 6]
    assert losses.counts["redirects: circles, left out"] == 4


def test_of_two_redirects_of_one_key_the_last_stands() -> None:
    assert follow(Redirects.of_pairs([(1, 2), (1, 3)]), 1) == [3]


def test_without_redirects_numbers_stay() -> None:
    assert follow(Redirects.of_pairs([]), 1, 2) == [1, 2]
    assert Redirects.of_pairs([]).aliases_of([1]) == {1: 1}
    assert Redirects.of_pairs([]).targets_of([1]) == {}


def test_aliases_are_the_wanted_keys_and_all_that_lead_to_them() -> None:
    redirects = Redirects.of_pairs([(1, 2), (2, 9), (3, 8)])
    assert redirects.aliases_of([9, 4]) == {1: 9, 2: 9, 9: 9, 4: 4}
    assert redirects.targets_of([1, 9]) == {1: 9}


def test_redirects_of_works_and_authors_are_read_and_others_left_out(tmp_path: Path) -> None:
    lines = [
        redirect("/works/OL1W", "/works/OL2W"),
        redirect("/authors/OL1A", "/authors/OL5A"),
        redirect("/works/OL3W", "/authors/OL5A"),
        record("/type/redirect", "/works/OL4W"),
        redirect("/works/OL6W", "/people/somebody"),
    ]
    write_dumps(tmp_path, redirects=lines)
    losses = Losses()
    works, authors = read_redirects([DumpFile(tmp_path / "ol_dump_redirects_2026-10-31.txt", "redirects")], losses)
    assert follow(works, 1, 3, 4, 6) == [2, 3, 4, 6]
    assert follow(authors, 1) == [5]
    assert losses.counts["redirects: without a target of their kind, left out"] == 3
