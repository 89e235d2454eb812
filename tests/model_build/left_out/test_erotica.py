"""Subjects that say erotica, as catalogues, publishers and readers write them, and subjects that only seem to."""

import pytest

from model_build.left_out.erotica import says_erotica


@pytest.mark.parametrize(
    "subject",
    [
        "Erotica",
        "erotica",
        "Fiction / Erotica / General",
        "FICTION / Romance / Erotica",
        "Fiction, erotica, general",
        "romance, erotica",
        "Erotic fiction",
        "Erotic stories",
        "Erotic stories, American",
        "Short stories, erotic",
        "Fiction, erotic",
        "Erotic romance fiction",
        "Erotic comic books, strips, etc.",
        "Photography, Erotic",
        "erotic",
        "erotica-romance",
        "gay-erotica",
        "mm erotica",
        "Pornographic fiction",
        "Hentai",
        "Erotische Literatur",
        "Erotischer Roman",
        "Littérature érotique",
        "Roman érotique",
        "Novela erótica",
        "Literatura erótica",
        "Narrativa erotica",
        "Nouvelles e\u0301rotiques",
        "Erotische verhalen",
    ],
)
def test_a_subject_of_the_genre_says_erotica(subject: str) -> None:
    assert says_erotica(["Man-woman relationships", subject])


@pytest.mark.parametrize(
    "subject",
    [
        "Romance",
        "Fiction, romance, general",
        "Love stories",
        "Adult",
        "Sex",
        "Sex in literature",
        "Sexual behavior",
        "Sex instruction",
        "Pornography",
        "Erotic art",
        "Erotic art history",
        "Erotic sculpture -- Russia (Federation)",
        "Arte erótica",
        "Erotic poetry, Latin",
        "Poesía erótica",
        "Erotic drama",
        "Erotic films",
        "Erotic literature -- History and criticism",
        "Erotica -- Authorship",
        "History of erotica",
        "Writing erotica",
        "Erotic literature, censorship",
        "not erotica",
        "no-erotica",
        "Eros (Greek deity)",
        "Eroticism",
        "Heroic fiction",
        "Erotic thrillers",
        "",
    ],
)
def test_a_subject_of_another_kind_does_not(subject: str) -> None:
    assert not says_erotica(["Fiction", subject])


def test_a_study_has_the_genre_and_the_study_as_two_subjects() -> None:
    assert not says_erotica(["Erotic literature", "History and criticism"])
    assert says_erotica(["Erotic literature", "England"])


def test_no_subjects_say_nothing() -> None:
    assert not says_erotica([])
