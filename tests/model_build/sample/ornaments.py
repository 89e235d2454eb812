"""Pictures of ornaments, and the colours in them."""

from random import Random

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
