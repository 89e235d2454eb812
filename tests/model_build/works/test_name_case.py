"""Names of authors in capitals: as the catalogue spells them elsewhere, else as names are written."""

import pytest

from model_build.works.name_case import names_in_case, with_names_in_case


@pytest.mark.parametrize(
    ("in_capitals", "name"),
    [
        ("LAURA HILLENBRAND", "Laura Hillenbrand"),
        ("JOSEPH J. ELLIS", "Joseph J. Ellis"),
        ("C.D. PAYNE", "C.D. Payne"),
        ("EDNA O'BRIEN", "Edna O'Brien"),
        ("CORMAC MCCARTHY", "Cormac McCarthy"),
        ("MOLLY JONG-FAST", "Molly Jong-Fast"),
        ("LUDWIG VAN BEETHOVEN", "Ludwig van Beethoven"),
        ("LOUIS DE BERNIÈRES", "Louis de Bernières"),
        ("JOHN SMITH III", "John Smith III"),
        ("KURT VONNEGUT JR.", "Kurt Vonnegut Jr."),
        ("CLARISSA ESTES PHD", "Clarissa Estes PhD"),
        ("AA MILNE", "AA Milne"),
        ("JRR TOLKIEN", "JRR Tolkien"),
        ("ED SMART", "Ed Smart"),
        ("SUN TZU", "Sun Tzu"),
        ("TERRY PRATCHETT & NEIL GAIMAN", "Terry Pratchett & Neil Gaiman"),
        ("ФЁДОР ДОСТОЕВСКИЙ", "Фёдор Достоевский"),
    ],
)
def test_a_name_in_capitals_is_written_as_a_name(in_capitals: str, name: str) -> None:
    assert names_in_case([in_capitals]) == {in_capitals: name}


@pytest.mark.parametrize(
    "name", ["J.D.", "BBC", "NASA", "AA Milne", "bell hooks", "e. e. cummings", "村上春樹", "Ai", ""]
)
def test_initials_abbreviations_and_names_in_another_case_stay(name: str) -> None:
    assert with_names_in_case([name]) == [name]


def test_a_name_is_spelt_as_it_is_elsewhere_in_the_catalogue() -> None:
    names = ["URSULA K. LE GUIN", "Ursula K. Le Guin", "LE GUIN", "SARAH MACDONALD", "Ross MacDonald", "JEAN RHYS"]
    assert with_names_in_case(names) == [
        "Ursula K. Le Guin", "Ursula K. Le Guin", "Le Guin", "Sarah MacDonald", "Ross MacDonald", "Jean Rhys",
    ]  # fmt: skip


def test_the_spelling_of_most_names_is_taken() -> None:
    names = ["ANN DE VRIES", "Anke de Vries", "Jan de Vries", "Peter De Vries", "A. DE GRAAF"]
    assert names_in_case(names) == {"ANN DE VRIES": "Ann de Vries", "A. DE GRAAF": "A. de Graaf"}
