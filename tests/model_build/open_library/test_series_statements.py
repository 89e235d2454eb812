import pytest

from model_build.open_library.series_statements import series_and_volumes


@pytest.mark.parametrize(
    ("statement", "series", "volume"),
    [
        ("Discworld ; 5", "Discworld", "5"),
        ("Collection Idées -- 48", "Collection Idées", "48"),
        ("A song of ice and fire, bk. 1", "A song of ice and fire", "1"),
        ("A song of ice and fire -- bk. 1.", "A song of ice and fire", "1"),
        ("Mistborn (1)", "Mistborn", "1"),
        ("Mistborn #1", "Mistborn", "1"),
        ("The Wheel of Time (Book 3)", "The Wheel of Time", "3"),
        ("Harry Potter, Book III", "Harry Potter", "3"),
        ("The expanse, book two", "The expanse", "2"),
        ("Perry Rhodan, Bd. 12", "Perry Rhodan", "12"),
        ("Les Rois maudits, tome 3", "Les Rois maudits", "3"),
        ("Book 2 of the Dune Chronicles", "Dune Chronicles", "2"),
        ("Foundation series, vol. 2.5", "Foundation series", "2.5"),
        ("Vorkosigan Saga, #0.5", "Vorkosigan Saga", "0.5"),
        ("Ender quartet -- bk. 01", "Ender quartet", "1"),
        ("Dune, #1-3", "Dune", "1-3"),
        ("Animorphs, 1 of 54", "Animorphs", "1"),
        ("Star Wars: Episode IV", "Star Wars", "4"),
        ("Rozprawy habilitacyjne / Uniwersytet Jagielloński", "Rozprawy habilitacyjne", ""),
        ("Penguin classics.", "Penguin classics", ""),
        ("(Oxford readers)", "Oxford readers", ""),
        ("Catch 22", "Catch 22", ""),
        ("Babylon 5", "Babylon 5", ""),
        ("Series X", "Series X", ""),
        ("Vintage contemporaries, 2001", "Vintage contemporaries", ""),
        ('"Russkie filosofy"', "Russkie filosofy", ""),
    ],
)
def test_a_statement_is_a_name_and_a_volume(statement: str, series: str, volume: str) -> None:
    assert series_and_volumes([statement]) == [(series, volume)]


def test_a_volume_of_its_own_belongs_to_the_statement_before_it() -> None:
    assert series_and_volumes(["Rozprawy habilitacyjne,", "nr. 151"]) == [("Rozprawy habilitacyjne", "151")]
    assert series_and_volumes(["Dune", "bk. II", "3"]) == [("Dune", "2")]
    assert series_and_volumes(["3", "#4"]) == []


def test_several_series_keep_their_order_and_no_names_are_dropped() -> None:
    assert series_and_volumes(["Dune ; 1", "SF masterworks", "Dune ; 1", "---"]) == [
        ("Dune", "1"),
        ("SF masterworks", ""),
    ]
