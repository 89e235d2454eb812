"""Tests for series and volumes as titles mention them."""

import math

import pytest

from shelftalker.title_parsing.series_mentions import mention_of_columns, mentions_in, series_stem


def numbers_in(title: str, author: str = "Ann", publisher: str = "") -> list[tuple[str, float | None, float | None]]:
    """Return name, volume and last volume of each mention, None for those that are not known."""
    return [
        (mention.name, number_or_none(mention.volume), number_or_none(mention.last_volume))
        for mention in mentions_in(title, author, publisher)
    ]


def number_or_none(number: float) -> float | None:
    """Return None for NaN, which equals nothing."""
    return None if math.isnan(number) else number


@pytest.mark.parametrize(
    ("title", "name", "volume"),
    [
        ("Dune Messiah (Dune Chronicles, Book 2)", "Dune Chronicles", 2),
        ("Dune Messiah (Dune Chronicles #2)", "Dune Chronicles", 2),
        ("Dune Messiah (Dune Chronicles, #2)", "Dune Chronicles", 2),
        ("The Vampire Lestat (Vampire Chronicles, Book II)", "Vampire Chronicles", 2),
        ("Grass for His Pillow (Tales of the Otori, Book Two)", "Tales of the Otori", 2),
        ("The Game of Kings (Lymond Chronicles, 1)", "Lymond Chronicles", 1),
        ("The Guardian (O'Malley #2)", "O'Malley", 2),
        ("Project Princess (The Princess Diaries, Vol. 4 1/2)", "The Princess Diaries", 4.5),
        ("The Transfer (Divergent, #0.1)", "Divergent", 0.1),
        ("The Sword of Maiden's Tears (Book One of the Twelve Treasures)", "the Twelve Treasures", 1),
        ("Harry Potter et l'Ordre du Phénix (Harry Potter, tome 5)", "Harry Potter", 5),
        ("The Shelters of Stone (Earth's Children Series, No 5)", "Earth's Children", 5),
        ("The Farther Shore (Star Trek Voyager, Book Two of Two)", "Star Trek Voyager", 2),
        ("Hogfather (Discworld Novels (Paperback))", "Discworld", None),
        ("Nephew (The Chronicles of Narnia, Book 1, Full-Color Collector's Edition)", "The Chronicles of Narnia", 1),
        ("The Kalahari Typing School for Men (No. 1 Ladies' Detective Agency)", "No. 1 Ladies' Detective Agency", None),
        ("To Dream in the City of Sorrows (Babylon 5, Book 9)", "Babylon 5", 9),
        ("Hard Eight (A Stephanie Plum Novel)", "Stephanie Plum", None),
        ("Resurrection Men (Inspector Rebus S.)", "Inspector Rebus", None),
        ("A Wizard Alone: The Sixth Book in the Young Wizards Series", "the Young Wizards", 6),
        ("The Gathering Storm: Volume II of the Wars", "the Wars", 2),
        ("Tyler #6: Sunshine", "Tyler", 6),
        ("Speaks the Nightbird, Volume I: Judgment of the Witch", "Speaks the Nightbird", 1),
        ("Far Side Gallery 2", "Far Side Gallery", 2),
        ("Sourcery (Discworld 5)", "Discworld", 5),
        ("Song of Susannah (The Dark Tower VI)", "The Dark Tower", 6),
        ("Dune Messiah (Dune Chronicles Two)", "Dune Chronicles", 2),
        ("The Dark Tower II: The Drawing of the Three", "The Dark Tower", 2),
        ("Belgariad 1: Pawn of Prophecy", "Belgariad", 1),
        ("Northern Lights: His Dark Materials 1", "His Dark Materials", 1),
        ("Babycakes (Tales of the City Series, V. 4)", "Tales of the City", 4),
        ("The Reptile Room (A Series of Unfortunate Events, Book the Second)", "A Series of Unfortunate Events", 2),
        ("Drums of Autumn: The Fourth Outlander Novel", "Outlander", 4),
        ("Dune Messiah (The Second Dune Book)", "Dune", 2),
        ("Memorias de Idhún. Libro III: Panteón", "Memorias de Idhún", 3),
        ("El señor de los anillos, tomo 2", "El señor de los anillos", 2),
        ("De donkere toren, deel 1", "De donkere toren", 1),
        ("Il Signore degli Anelli - Parte 2", "Il Signore degli Anelli", 2),
    ],
)  # fmt: skip
def test_a_series_and_its_volume_are_found(title: str, name: str, volume: float | None) -> None:
    """Brackets and subtitles name them, in digits, words and Roman numerals."""
    assert (name, volume, None) in numbers_in(title)


@pytest.mark.parametrize(
    ("title", "author", "name"),
    [
        ("The Skystone (Whyte, Jack. Camulod Chronicles, Bk. 1.)", "Jack Whyte", "Camulod Chronicles"),
        ("Colorado (Ross, Dana Fuller. Wagons West, V. 7.)", "Dana Fuller Ross", "Wagons West"),
        ("The Shunning (Lancaster Heritage/Beverly Lewis, 1)", "Beverly Lewis", "Lancaster Heritage"),
    ],
)  # fmt: skip
def test_the_author_is_no_part_of_the_series(title: str, author: str, name: str) -> None:
    """Catalogues put the author before the series or behind it."""
    assert [mention[0] for mention in numbers_in(title, author)] == [name]


@pytest.mark.parametrize(
    ("title", "volumes"),
    [
        ("The Lord of the Rings (The Lord of the Rings, #1-3)", (1, 3)),
        ("The Oresteia (The Oresteia, #1\u20133)", (1, 3)),
        ("Eragon & Eldest (Inheritance, Books 1 and 2)", (1, 2)),
        ("A Touch of Dead (Sookie Stackhouse, #4.1, #4.3, #5.1)", (4.1, 5.1)),
        ("The Twilight Saga Complete Collection (Twilight, #1-4 + 3.5)", (1, 4)),
        ("A Series of Unfortunate Events Box: The Complete Wreck (Books 1-13)", (1, 13)),
    ],
)
def test_a_range_of_volumes_is_told_from_a_single_one(title: str, volumes: tuple[float, float]) -> None:
    """A book of several volumes has a first and a last one."""
    assert numbers_in(title)[0][1:] == volumes


@pytest.mark.parametrize(
    "title",
    [
        "A Storm of Swords (A Song of Ice and Fire, #3: Part 2 of 2)",
        "The Eye of the World (Wheel of Time, #1-1)",
        "Nineteen Eighty-Four",
        "Catch-22",
        "Dune",
        "Hamlet (Signet Classic, 2686)",
        "Crow Lake (Today Show Book Club #7)",
        "L'Etranger (Collection Folio, 2)",
        "The Best American Short Stories (Best American Short Stories, 2002)",
        "Emma (Penguin Popular Classics)",
        "Emma (Everyman's Library, #36)",
        "Un long dimanche (Le Livre de Poche, 7)",
        "Momo (Diogenes Taschenbuch, 12)",
        "Blaze (Harlequin Blaze, 12)",
        "Desire (Silhouette Desire, No 12)",
        "The Berenstain Bears (First Time Book)",
        "King Henry VI",
        "World War II",
        "Rama II",
        "The Game (Ann)",
        "Evening Class (Large Print)",
        "Chicken Run (A Novel)",
    ],
)
def test_what_is_no_volume_of_a_series_is_not_taken_for_one(title: str) -> None:
    """Parts of volumes, years, publishers' lists and notes of editions number no volumes."""
    assert not [mention for mention in numbers_in(title) if mention[1] is not None]


@pytest.mark.parametrize(
    "title",
    [
        "Firestarter (R)",
        "Shopaholic Takes Manhattan (Summer Display Opportunity)",
        "The Illustrated Man (Grand Master Editions)",
        "Ramona the Brave (Avon Camelot Books)",
        "Arthur's Reading Race (Step-Into-Reading, Step 3)",
        "Slightly Wicked (Get Connected Romances)",
        "Il birraio di Preston (La memoria)",
    ],
)
def test_notes_and_lines_of_the_trade_name_no_series(title: str) -> None:
    """Bindings, promotions and publishers' lines have no order of reading."""
    assert numbers_in(title) == []


def test_a_line_named_after_its_publisher_is_left_out() -> None:
    """A line of the publisher's own name has numbers and no order of reading."""
    assert numbers_in("Hot on Her Tail (Harlequin Blaze, No 43)", publisher="Harlequin") == []
    assert numbers_in("Q-Strike (Star Trek, Book 49)", publisher="Star Trek") == [("Star Trek", 49, None)]


def test_several_series_of_one_book_are_found_in_their_order() -> None:
    """The first is the series that the catalogue deems the book's own."""
    assert numbers_in("Mort (Death, #1; Discworld, #4)") == [("Death", 1, None), ("Discworld", 4, None)]
    assert numbers_in("Night Play (Dark-Hunter #5, Were-Hunter #1)") == [
        ("Dark-Hunter", 5, None),
        ("Were-Hunter", 1, None),
    ]


@pytest.mark.parametrize(
    ("series", "volume", "expected"),
    [
        ("Dune", "2", ("Dune", 2, None)),
        ("Dune", "Book Two", ("Dune", 2, None)),
        ("Dune", "#2", ("Dune", 2, None)),
        ("Dune", "2.5", ("Dune", 2.5, None)),
        ("Dune", "1-3", ("Dune", 1, 3)),
        ("Dune", "", ("Dune", None, None)),
        ("Dune #2", "", ("Dune", 2, None)),
        ("Dune", "unknown", ("Dune", None, None)),
        ("Dune", "1.0", ("Dune", 1, None)),
        ("Dune", "2,0", ("Dune", 2, None)),
        ("Dune", "2,5", ("Dune", 2.5, None)),
        ("Dune", "1,2,3", ("Dune", 1, 3)),
        ("Dune", "4,5", ("Dune", 4, 5)),
        ("Dune", "3rd", ("Dune", 3, None)),
        ("Dune", "third", ("Dune", 3, None)),
        ("Dune", "-1", ("Dune", None, None)),
    ],
)
def test_a_catalogues_columns_are_read(series: str, volume: str, expected: tuple[str, float, float]) -> None:
    """The volume is a number, a phrase, a range or nothing; it may stand behind the series."""
    (mention,) = mention_of_columns(series, volume)
    assert (mention.name, number_or_none(mention.volume), number_or_none(mention.last_volume)) == expected


@pytest.mark.parametrize("series", [" ", "nan", "None", "N/A", "-", "0"])
def test_no_series_means_no_mention(series: str) -> None:
    """A volume alone belongs to nothing, and tables write "no series" in many ways."""
    assert mention_of_columns(series, "2") == []


def test_spellings_of_one_series_have_one_stem() -> None:
    """Articles and words like "chronicles" are no part of it, but other words are."""
    assert len({series_stem(name) for name in ("Dune", "The Dune Chronicles", "Dune Chronicles (Paperback)")}) == 1
    assert series_stem("Dragonlance Legends") != series_stem("Dragonlance Chronicles")
