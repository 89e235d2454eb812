"""Authors who write together, grouped to the first of them."""

from model_build.works.author_groups import AuthorGroups

# Each of six works is by an author of its own number.
EDITIONS = [
    ("David Eddings", 0),
    ("Leigh Eddings", 1),
    ("Tim LaHaye, Jerry B. Jenkins", 2),
    ("Jerry B. Jenkins", 3),
    ("Unknown author", 4),
    ("Ann Author", 5),
]
AUTHORS = [0, 1, 2, 3, 4, 5]


def test_couples_and_authors_of_one_edition_are_grouped_and_others_stay_alone() -> None:
    groups = AuthorGroups(EDITIONS, range(6), AUTHORS)
    assert groups.group([3, 1, 0, 2, 5]) == {0: 0, 1: 0, 2: 2, 3: 2, 5: 5}


def test_nobody_who_is_known_writes_with_nobody() -> None:
    assert AuthorGroups(EDITIONS, range(6), AUTHORS).group([4, 5, 0]) == {0: 0, 4: 4, 5: 5}


def test_editions_of_other_works_are_not_counted() -> None:
    assert AuthorGroups(EDITIONS, {3}, AUTHORS).group([2, 3]) == {2: 2, 3: 3}
