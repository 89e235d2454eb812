"""Pictures of ornaments, and the colours in them."""

import inspect
from random import Random
from types import ModuleType

from PIL import Image, ImageDraw

from model_build.sample.panel import Ornament, Palette, Panel

PALETTE = Palette("#f3f0e6", "#101426", "#1d2547", "#ef6f4c", "#5b6ee1")


def picture_of(ornament: Ornament, seed: int) -> Image.Image:
    """Return the picture of an ornament on a panel of its own."""
    image = Image.new("RGB", (480, 420), PALETTE.ground)
    ornament(Panel(ImageDraw.Draw(image), *image.size, PALETTE, Random(seed)))
    return image


def colours_of(image: Image.Image) -> set[str]:
    """Return the colours of a picture, each of which must be one of the palette."""
    pixels = image.tobytes()
    colours = {f"#{pixels[start : start + 3].hex()}" for start in range(0, len(pixels), 3)}
    assert colours <= {PALETTE.paper, PALETTE.ink, PALETTE.ground, PALETTE.bright, PALETTE.soft}
    return colours


def ornaments_of(module: ModuleType) -> list[Ornament]:
    """Return the ornaments that a module defines, by name."""
    return [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


def check_ornament(ornament: Ornament) -> None:
    """Make sure that an ornament has colours of the palette, and is the same for one book and not for all."""
    assert len(colours_of(picture_of(ornament, seed=1))) >= 2
    first = picture_of(ornament, seed=1).tobytes()
    assert picture_of(ornament, seed=1).tobytes() == first
    assert {picture_of(ornament, seed).tobytes() for seed in range(2, 8)} != {first}
