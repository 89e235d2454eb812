"""Tests for titles without their series."""

import pytest

from model_build.works.series_titles import title_without_series


@pytest.mark.parametrize(
    ("title", "series", "expected"),
    [
        ("Dune Messiah (Dune Chronicles, Book 2)", "Dune", "Dune Messiah"),
        ("Dune (Dune Chronicles #1)", "Dune", "Dune"),
        ("Harry Potter and the Goblet of Fire (Book 4)", "Harry Potter", "Harry Potter and the Goblet of Fire"),
        ("Mort (Death, #1; Discworld, #4)", "Discworld", "Mort"),
        ("Hogfather (Discworld Novels)", "Discworld", "Hogfather"),
        ("Left Behind: A Novel (Left Behind No. 1)", "Left Behind", "Left Behind: A Novel"),
        ("Betrayals: Book Four of the Blending (The Blending, Book 4)", "The Blending", "Betrayals"),
        ("Grass for His Pillow: Tales of the Otori, Book 2", "Tales of the Otori", "Grass for His Pillow"),
        ("Hard Eight: A Stephanie Plum Novel", "Stephanie Plum", "Hard Eight"),
        ("Ramses: The Son of Light - Volume I (Vol 1)", "Ramses", "Ramses: The Son of Light"),
        ("Tyler #6: Sunshine", "Tyler", "Sunshine"),
        ("Secret Circle Vol III: The Power", "Secret Circle", "The Power"),
        ("Far Side Gallery 2", "Far Side Gallery", "Far Side Gallery 2"),
        ("Henry IV, Part 1", "Henry IV", "Henry IV, Part 1"),
        ("Dark Tide I: Onslaught (The New Jedi Order, Book 2)", "The New Jedi Order", "Dark Tide I: Onslaught"),
        ("Emma (Graphic Novel) (Austen, 3)", "Austen", "Emma (Graphic Novel)"),
        ("(Dune, 2)", "Dune", "(Dune, 2)"),
        ("Dune: House Atreides", "Dune", "Dune: House Atreides"),
        ("The Fifth Dominion: Part 1 (Imajica, Book 1)", "Imajica", "The Fifth Dominion"),
    ],
)
def test_a_series_and_its_volume_leave_the_title(title: str, series: str, expected: str) -> None:
    """Everything else stays, and no title becomes empty."""
    assert title_without_series(title, "Ann Author", series) == expected
