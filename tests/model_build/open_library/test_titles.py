import pytest

from model_build.open_library.titles import are_one_title, tidy_title, with_subtitle


@pytest.mark.parametrize(
    ("title", "prefix", "tidy"),
    [
        ("idiot", "The ", "The idiot"), ("The idiot", "The ", "The idiot"), ("étranger", "L'", "L'étranger"),
        ("L'étranger", "L'", "L'étranger"), ("The", "The", "The The"), ("Emma [electronic resource] :", "", "Emma"),
        ("The hobbit / by J. R. R. Tolkien", "", "The hobbit"), ("Furniture projects.", "", "Furniture projects"),
        ("Monsters Inc.", "", "Monsters Inc."), ("Les monuments méconnus ..", "", "Les monuments méconnus"),
        ("To be continued...", "", "To be continued..."),
        ("How It Works: Ramps (How It Works", "", "How It Works: Ramps"),
        ("Dune (Dune Chronicles)", "", "Dune (Dune Chronicles)"), ("L' éthique", "", "L'éthique"), ("", "The", ""),
        ("Face/Off", "", "Face/Off"), ("1984", "", "1984"), ("(500) Days", "", "(500) Days"), ("AÃ±os", "", "Años"),
    ],
)  # fmt: skip
def test_titles_are_without_the_marks_of_a_card_and_with_their_article(title: str, prefix: str, tidy: str) -> None:
    assert tidy_title(title, prefix) == tidy


def test_a_subtitle_follows_a_title_that_has_none() -> None:
    assert with_subtitle("Sapiens", "A Brief History of Humankind.") == "Sapiens: A Brief History of Humankind"
    assert with_subtitle("Sapiens: A Brief History", "of Humankind") == "Sapiens: A Brief History"
    assert with_subtitle("The Martian, a novel", "A Novel") == "The Martian, a novel"
    assert with_subtitle("Dune", "---") == "Dune"
    assert with_subtitle("Dune", "(roman)") == "Dune: roman"


def test_titles_are_one_whole_or_up_to_a_subtitle() -> None:
    assert are_one_title("The Idiot", "idiot")
    assert are_one_title("Sapiens", "Sapiens: A Brief History of Humankind")
    assert are_one_title("Sapiens: A Graphic History", "Sapiens")
    assert are_one_title("Emma (Penguin Classics)", "Emma")
    assert not are_one_title("Dune", "Dune Messiah")
    assert not are_one_title("", "Dune")
