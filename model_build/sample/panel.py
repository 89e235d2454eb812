"""The panel of a cover that an ornament is drawn on."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import ImageDraw


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a cover, each as "#rrggbb".

    Attributes:
        paper: Ground of the words.
        ink: Colour of the words.
        ground: Ground of the ornament.
        bright: Accent of the ornament.
        soft: Second colour of the ornament.
    """

    paper: str
    ink: str
    ground: str
    bright: str
    soft: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The part of a cover that an ornament fills, already painted in the palette's ground.

    Attributes:
        draw: Pillow's tool that draws on the panel.
        width: Width in pixels.
        height: Height in pixels.
        palette: The cover's colours.
        random: Generator seeded by the book, so that the same book always looks the same.
    """

    draw: ImageDraw.ImageDraw
    width: int
    height: int
    palette: Palette
    random: Random

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw a filled circle."""
        self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill)

    def ring(self, x: float, y: float, radius: float, colour: str, width: int) -> None:
        """Draw a circle's outline."""
        self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), None, colour, width)

    def orbit(
        self, middle: tuple[float, float], radii: tuple[float, float], turn: float, colour: str, width: int
    ) -> None:
        """Draw the outline of an ellipse turned by an angle in radians."""
        points = []
        for step in range(73):
            angle = math.tau * step / 72
            across, up = radii[0] * math.cos(angle), radii[1] * math.sin(angle)
            points.append((
                middle[0] + across * math.cos(turn) - up * math.sin(turn),
                middle[1] + across * math.sin(turn) + up * math.cos(turn),
            ))  # fmt: skip
        self.draw.line(points, colour, width, joint="curve")


Ornament = Callable[[Panel], None]
