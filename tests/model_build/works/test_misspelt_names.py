"""Names of one author's books with a letter off."""

import random
from itertools import combinations

from rapidfuzz.distance import OSA

from model_build.works.misspelt_names import misspelt_names


def test_the_name_of_fewer_titles_is_the_misprint() -> None:
    names = ["foucaultspendulum", "foucaultspendulum", "focaultspendulum", "nameofrose"]
    assert misspelt_names(names) == {"focaultspendulum": "foucaultspendulum"}


def test_short_names_numbers_and_first_letters_are_no_misprints() -> None:
    assert misspelt_names(["contact", "contacto"]) == {}
    assert misspelt_names(["swordsorceress18", "swordsorceress19"]) == {}
    assert misspelt_names(["bearcalledpaddington", "fearcalledpaddington"]) == {}


def test_a_letter_off_is_found_wherever_it_is() -> None:
    generator = random.Random(5)
    name = "unbearablelightness"
    for _ in range(200):
        position = generator.randrange(1, len(name))
        letter = generator.choice("abcdefghijklmnopqrstuvwxyz")
        others = [
            name[:position] + letter + name[position + 1 :],
            name[:position] + letter + name[position:],
            name[:position] + name[position + 1 :],
        ]
        for other in others:
            assert misspelt_names([name, name, other]) == ({other: name} if other != name else {})


def test_names_are_those_of_comparing_every_two() -> None:
    generator = random.Random(7)
    names = ["".join(generator.choice("ab") for _ in range(15)) for _ in range(60)]
    found = misspelt_names(names)
    for one, other in combinations(sorted(set(names)), 2):
        if one[0] == other[0] and OSA.distance(one, other) <= 1:
            assert one in found or other in found
