"""The panel of a cover: circles and ellipses where they are asked for."""

from random import Random

import pytest
from PIL import Image, ImageDraw

from model_build.sample.panel import Palette, Panel

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


@pytest.fixture
def image() -> Image.Image:
    """Return an empty black picture of 100 by 100 pixels."""
    return Image.new("RGB", (100, 100))


@pytest.fixture
def panel(image: Image.Image) -> Panel:
    """Return the panel that fills the picture."""
    return Panel(ImageDraw.Draw(image), *image.size, Palette("white", "white", "black", "white", "white"), Random(0))


def test_a_disc_is_filled_up_to_its_radius(image: Image.Image, panel: Panel) -> None:
    panel.disc(50, 40, 20, "white")
    assert [image.getpixel((x, 40)) for x in (29, 31, 50, 69, 71)] == [BLACK, WHITE, WHITE, WHITE, BLACK]
    assert [image.getpixel((50, y)) for y in (19, 21, 59, 61)] == [BLACK, WHITE, WHITE, BLACK]


def test_a_ring_is_an_outline_of_its_width(image: Image.Image, panel: Panel) -> None:
    panel.ring(50, 50, 20, "white", 4)
    assert [image.getpixel((x, 50)) for x in (29, 31, 32, 35, 50)] == [BLACK, WHITE, WHITE, BLACK, BLACK]


def test_an_orbit_is_turned_by_its_angle(image: Image.Image, panel: Panel) -> None:
    quarter_turn = 3.14159 / 2
    panel.orbit((50, 50), (40, 10), quarter_turn, "white", 3)
    ends = {"long axis": (50, 90), "short axis": (60, 50), "middle": (50, 50), "long axis unturned": (90, 50)}
    colours = {name: image.getpixel(point) for name, point in ends.items()}
    assert colours == {"long axis": WHITE, "short axis": WHITE, "middle": BLACK, "long axis unturned": BLACK}
