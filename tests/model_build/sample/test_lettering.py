"""Lettering of titles: never an empty box for a letter that the font lacks."""

import pytest
from PIL import Image, ImageDraw

from model_build.sample.lettering import can_letter, draw_text


def lettering_of(text: str) -> bytes:
    image = Image.new("L", (200, 100))
    draw_text(ImageDraw.Draw(image), (20, 30), text, size=40, weight=1, fill="white")
    return image.tobytes()


@pytest.mark.parametrize(
    "text", ["L'Élégance du hérisson", "Gödel", "Švejk", "Shōgun", "Nesbø", "Łódź", "Aged 13¾", "ß"]
)
def test_latin_titles_with_accents_can_be_lettered(text: str) -> None:
    assert can_letter(text)


@pytest.mark.parametrize("text", ["三体", "こころ", "채식주의자", "Мастер", "رجال في الشمس", "गोदान", "Ω", "Dune 沙丘"])
def test_titles_in_other_scripts_can_not_be_lettered(text: str) -> None:
    assert not can_letter(text)


@pytest.mark.parametrize("accented", [*"éèêëíîïóöñçåøłšōűż", "É"])
def test_an_accent_changes_the_letter_and_is_no_empty_box(accented: str) -> None:
    plain = {"ø": "o", "ł": "l"}.get(accented, accented.encode("ascii", "ignore").decode())
    assert lettering_of(accented) not in {lettering_of(plain), lettering_of("\uffff"), lettering_of("")}


def test_different_accents_over_one_letter_look_different() -> None:
    assert len({lettering_of(letter) for letter in "eéèêëēěę"}) == 8
