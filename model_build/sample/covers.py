"""Draw a cover for every book of the sample: `python -m model_build.sample.covers OUTPUT`.

A cover is a panel with the genre's ornament, and title and author on plain colour, above or below. Everything is drawn
at twice the size and halved, which smooths the edges.
"""

import csv
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from model_build.sample import fiction_ornaments as fiction
from model_build.sample import nonfiction_ornaments as nonfiction
from model_build.sample.bookcase import genre_of
from model_build.sample.lettering import can_letter, draw_text, text_width
from model_build.sample.panel import Ornament, Palette, Panel
from shelftalker.model.title_keys import BRACKETED


@dataclass(frozen=True, slots=True)
class CoverConfig:
    """Measures of a cover, in pixels of the drawing, which is `scale` times as large as the cover.

    Attributes:
        size: Width and height of the finished cover, in pixels: square, as Slack cuts every image beside a text, and
            three times as large as it is shown there.
        scale: Size of the drawing relative to the cover; reducing it smooths the edges.
        margin: Space around the words.
        title_sizes: Font sizes of titles, largest first; the largest that fits is used.
        author_sizes: Font sizes of authors, largest first.
        line_spacing: Distance of a title's lines, relative to the font size.
        panel_height: Height of the panel with the ornament beside words.
    """

    size: tuple[int, int] = (264, 264)
    scale: int = 2
    margin: int = 36
    title_sizes: tuple[int, ...] = (68, 60, 52, 46, 40, 35, 31)
    author_sizes: tuple[int, ...] = (30, 26, 22)
    line_spacing: float = 1.08
    panel_height: int = 218

    @property
    def width(self) -> int:
        """Width of the drawing."""
        return self.size[0] * self.scale

    @property
    def height(self) -> int:
        """Height of the drawing."""
        return self.size[1] * self.scale


COVER = CoverConfig()
_PALETTES = {
    "night": Palette("#f4efe2", "#17203a", "#17203a", "#f2a541", "#5673a8"),
    "space": Palette("#101426", "#f3f0e6", "#1d2547", "#ef6f4c", "#5b6ee1"),
    "forest": Palette("#f3efdf", "#1f3a2d", "#2f5d47", "#e8b84a", "#7fa77a"),
    "wine": Palette("#f6ece2", "#4a1524", "#6d2237", "#e7a977", "#a8485b"),
    "brick": Palette("#f5eee3", "#3a211b", "#b5482e", "#f3c969", "#d98263"),
    "mustard": Palette("#2b2a33", "#f5e9cf", "#e0a82e", "#2b2a33", "#c1831c"),
    "rose": Palette("#fff1ee", "#5b1b36", "#f3a6a6", "#c8345a", "#f8cdc8"),
    "teal": Palette("#eef3ec", "#12343b", "#1f6f78", "#f4b860", "#74b3a8"),
    "blood": Palette("#141214", "#efe6dc", "#211a1d", "#b3202c", "#4a3a40"),
    "sky": Palette("#fffaf0", "#1c3557", "#7cc0e0", "#f25f4c", "#4e94c4"),
    "plum": Palette("#f5eef6", "#2e1a47", "#533a7b", "#f08a5d", "#8f73b8"),
    "sand": Palette("#3a3128", "#f7ecd8", "#dcc49a", "#a6452a", "#b99a63"),
    "mint": Palette("#123c37", "#f0f7ee", "#a8d5ba", "#ef7b45", "#5fa58d"),
    "ink": Palette("#f7f4ec", "#1b1b1e", "#1b1b1e", "#d8c99b", "#6a6a70"),
    "lemon": Palette("#1d2d50", "#fdf6d8", "#f7d44c", "#e4572e", "#4f86c6"),
}
# Genre -> its ornaments, and the names of the palettes that suit them.
_LOOKS: dict[str, tuple[tuple[Ornament, ...], tuple[str, ...]]] = {
    "science fiction": ((fiction.planets, fiction.dunes), ("space", "night", "plum", "teal")),
    "fantasy": ((fiction.peaks,), ("forest", "plum", "teal", "wine")),
    "classics": (
        (fiction.lozenges, fiction.scallops),
        ("wine", "ink", "forest", "night", "sand", "brick"),
    ),
    "contemporary": ((fiction.quarters,), ("teal", "brick", "sky", "mint", "plum", "lemon")),
    "historical fiction": ((fiction.arches,), ("brick", "sand", "wine", "forest")),
    "mystery": ((fiction.keyhole,), ("night", "ink", "forest", "mustard")),
    "thriller": ((fiction.slashes,), ("ink", "blood", "mustard", "night")),
    "horror": ((fiction.teeth,), ("blood", "ink", "plum")),
    "romance": ((fiction.hearts,), ("rose", "wine", "plum")),
    "young adult": ((fiction.chevrons,), ("lemon", "plum", "mint", "sky")),
    "children's": ((fiction.balloons,), ("sky", "lemon", "mint", "rose")),
    "graphic novels": ((fiction.halftone,), ("lemon", "sky", "rose", "mustard")),
    "poetry": ((nonfiction.waves,), ("rose", "teal", "plum", "sand")),
    "plays": ((nonfiction.curtain,), ("wine", "ink", "brick")),
    "memoir": ((nonfiction.frames,), ("brick", "teal", "sky", "plum")),
    "history": ((nonfiction.temple,), ("sand", "brick", "night")),
    "science": ((nonfiction.atom,), ("teal", "night", "space")),
    "nature": ((nonfiction.leaves,), ("forest", "mint")),
    "computing": ((nonfiction.bits,), ("space", "ink", "mint")),
    "philosophy": ((nonfiction.circles,), ("ink", "sand", "night")),
    "psychology": ((nonfiction.blot,), ("plum", "sand", "teal")),
    "business": ((nonfiction.bars,), ("sky", "night", "mustard")),
    "society": ((nonfiction.crowd,), ("brick", "mustard", "teal")),
    "travel": ((nonfiction.sunset,), ("sky", "brick", "teal")),
    "food": ((nonfiction.plate,), ("brick", "mint", "wine", "sky")),
    "humour": ((nonfiction.confetti,), ("lemon", "sky", "rose")),
    "art": ((nonfiction.blocks,), ("lemon", "brick", "sky")),
}


def draw_covers(books_csv: Path, output: Path) -> int:
    """Draw the cover of each book of a Books.csv in Kaggle's layout, named by its id, in place of earlier covers.

    Returns:
        Number of covers.
    """
    output.mkdir(parents=True, exist_ok=True)
    covers = 0
    with books_csv.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cover = draw_cover(row["Book-Title"], row["Book-Author"], genre_of(row["Publisher"]))
            cover.save(output / f"{row['ISBN']}.png", compress_level=4)
            covers += 1
    return covers


def draw_cover(title: str, author: str, genre: str) -> Image.Image:
    """Draw one cover of `COVER.size` pixels; the same book always looks the same.

    A title in a script that can't be lettered gets no words, only the ornament.
    """
    random = Random(zlib.crc32(f"{title}/{author}".encode()))
    ornaments, palettes = _LOOKS.get(genre, _LOOKS["contemporary"])
    ornament, palette = random.choice(ornaments), _PALETTES[random.choice(palettes)]
    shown_title = " ".join(BRACKETED.sub(" ", title).split())
    if not can_letter(shown_title):
        return _reduce_to_cover(_panel(ornament, palette, random, COVER.height))
    image = Image.new("RGB", (COVER.width, COVER.height), palette.paper)
    words_first = random.random() < 0.5
    image.paste(
        _panel(ornament, palette, random, COVER.panel_height),
        (0, COVER.height - COVER.panel_height if words_first else 0),
    )
    _letter(ImageDraw.Draw(image), 0 if words_first else COVER.panel_height, shown_title, author, palette.ink)
    return _reduce_to_cover(image)


def _wrap(text: str, size: int, width: float) -> list[str]:
    """Break a text into lines no wider than a width in pixels; a word that is wider has a line to itself."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _panel(ornament: Ornament, palette: Palette, random: Random, height: int) -> Image.Image:
    image = Image.new("RGB", (COVER.width, height), palette.ground)
    ornament(Panel(ImageDraw.Draw(image), COVER.width, height, palette, random))
    return image


def _letter(draw: ImageDraw.ImageDraw, top: int, title: str, author: str, ink: str) -> None:
    width, height = COVER.width - 2 * COVER.margin, COVER.height - COVER.panel_height - 2 * COVER.margin
    author_size = next(
        (size for size in COVER.author_sizes if text_width(author, size) <= width), COVER.author_sizes[-1]
    )
    size, lines = _fitting_lines(title, width, height - 2 * author_size)
    for number, line in enumerate(lines):
        y = top + COVER.margin + number * size * COVER.line_spacing
        draw_text(draw, (COVER.margin, y), line, size=size, weight=max(1, size // 32), fill=ink)
    if can_letter(author):
        author_line = _cut(author, author_size, width)
        y = top + COVER.height - COVER.panel_height - COVER.margin - author_size * 0.72
        draw_text(draw, (COVER.margin, y), author_line, size=author_size, weight=0, fill=ink)


def _fitting_lines(title: str, width: float, height: float) -> tuple[int, list[str]]:
    """Return the largest font size that fits, and the lines; a title too long for the smallest is cut."""
    for size in COVER.title_sizes:
        lines = _wrap(title, size, width)
        if len(lines) * size * COVER.line_spacing <= height and all(text_width(line, size) <= width for line in lines):
            return size, lines
    size = COVER.title_sizes[-1]
    room = int(height / (size * COVER.line_spacing))
    lines = _wrap(title, size, width)
    if len(lines) > room:
        lines = [*lines[: room - 1], f"{lines[room - 1]}…"]
    return size, [_cut(line, size, width) for line in lines]


def _cut(line: str, size: int, width: float) -> str:
    """Shorten a line until it fits, with an ellipsis at the cut."""
    shortened = line
    while text_width(shortened, size) > width:
        shortened = shortened.rstrip("…")[:-1].rstrip() + "…"
    return shortened


def _reduce_to_cover(image: Image.Image) -> Image.Image:
    return image.reduce(COVER.scale)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m model_build.sample.covers OUTPUT (the folder to draw the covers into)")
    draw_covers(Path(__file__).with_name("Books.csv"), Path(sys.argv[1]))
