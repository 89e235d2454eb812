"""Ornaments of all other covers, poetry to art: simple shapes, varied from book to book."""

import math

from model_build.sample.panel import Panel


def waves(panel: Panel) -> None:
    """Draw lines that rise and fall like verse."""
    colours, random = panel.palette, panel.random
    height, phase = random.uniform(16, 34), random.uniform(0, math.tau)
    bright = random.randrange(3, 9)
    for number in range(-1, 14):
        points = []
        for x in range(-10, panel.width + 20, 10):
            swing = math.sin(x / 62 + phase) + 0.4 * math.sin(x / 29 + number / 3)
            points.append((x, number * panel.height / 12 + height * swing))
        panel.draw.line(
            points, colours.bright if number == bright else colours.soft, 11 if number == bright else 6, "curve"
        )


def curtain(panel: Panel) -> None:
    """Draw a stage with its curtain drawn aside."""
    colours, random = panel.palette, panel.random
    middle = panel.width * random.uniform(0.42, 0.58)
    panel.draw.polygon(
        [(middle - 20, 0), (middle + 20, 0), (middle + 120, panel.height), (middle - 120, panel.height)], colours.soft
    )
    panel.draw.ellipse((middle - 120, panel.height - 84, middle + 120, panel.height - 20), colours.paper)
    for fold in range(4):
        for side in (-1, 1):
            edge = panel.width / 2 + side * panel.width / 2
            inner = edge - side * (panel.width * 0.34 - fold * 38)
            panel.draw.polygon(
                [(edge, 0), (inner, 0), (inner + side * 46, panel.height), (edge, panel.height)],
                colours.bright if fold % 2 == 0 else colours.ink,
            )
    for scallop in range(6):
        x = panel.width * (scallop + 0.5) / 6
        panel.draw.ellipse((x - 44, -60, x + 44, 62), colours.bright)


def frames(panel: Panel) -> None:
    """Draw a window on a low sun."""
    colours, random = panel.palette, panel.random
    left, top = panel.width * 0.17, panel.height * 0.12
    right, bottom = panel.width - left, panel.height - top
    horizon = panel.height * random.uniform(0.56, 0.7)
    panel.draw.rectangle((left, top, right, bottom), colours.soft)
    panel.disc(random.uniform(left + 90, right - 90), horizon - random.uniform(0, 30), 62, colours.bright)
    panel.draw.rectangle((left, horizon, right, bottom), colours.ink)
    panel.draw.rectangle((left - 12, top - 12, right + 12, bottom + 12), None, colours.paper, 14)
    panel.draw.rectangle((panel.width / 2 - 5, top, panel.width / 2 + 5, bottom), colours.paper)
    if random.random() < 0.5:
        panel.draw.rectangle((left, panel.height * 0.42, right, panel.height * 0.42 + 10), colours.paper)


def temple(panel: Panel) -> None:
    """Draw a temple front."""
    colours, random = panel.palette, panel.random
    columns = random.choice((4, 5, 6))
    left, right = panel.width * 0.12, panel.width * 0.88
    panel.disc(panel.width * random.uniform(0.3, 0.7), panel.height * 0.3, 96, colours.bright)
    roof, floor = panel.height * 0.46, panel.height * 0.86
    panel.draw.polygon([(left - 18, roof), (panel.width / 2, panel.height * 0.2), (right + 18, roof)], colours.soft)
    panel.draw.rectangle((left - 18, roof + 8, right + 18, roof + 28), colours.soft)
    step = (right - left) / columns
    for number in range(columns):
        x = left + step * (number + 0.5)
        panel.draw.rectangle((x - step * 0.24, roof + 36, x + step * 0.24, floor - 8), colours.soft)
    for number in range(3):
        y = floor + number * 20
        panel.draw.rectangle((left - 18 - number * 18, y, right + 18 + number * 18, y + 14), colours.soft)


def atom(panel: Panel) -> None:
    """Draw particles on their orbits."""
    colours, random = panel.palette, panel.random
    x, y, turn = panel.width / 2, panel.height / 2, random.uniform(0, math.pi)
    count = random.choice((3, 4))
    for number in range(count):
        angle = turn + math.pi * number / count
        panel.orbit((x, y), (186, 66), angle, colours.soft, 7)
        along = random.choice((-1, 1)) * 186
        panel.disc(x + along * math.cos(angle), y + along * math.sin(angle), 17, colours.paper)
    panel.disc(x, y, 38, colours.bright)


def leaves(panel: Panel) -> None:
    """Draw twigs with leaves."""
    colours, random = panel.palette, panel.random

    def leaf(x: float, y: float, length: float, angle: float, colour: str) -> None:
        edges: list[list[tuple[float, float]]] = [[], []]
        for step in range(13):
            along, out = length * step / 12, 0.24 * length * math.sin(math.pi * step / 12)
            for edge, across in zip(edges, (out, -out), strict=True):
                edge.append((
                    x + along * math.cos(angle) - across * math.sin(angle),
                    y + along * math.sin(angle) + across * math.cos(angle),
                ))  # fmt: skip
        panel.draw.polygon([*edges[0], *reversed(edges[1])], colour)

    twigs = random.choice((1, 2, 3))
    for twig in range(twigs):
        x = panel.width * (twig + 1) / (twigs + 1)
        panel.draw.line([(x, panel.height), (x, panel.height * 0.16)], colours.paper, 6)
        leaf(x, panel.height * 0.22, 76, -math.pi / 2, colours.bright)
        for number in range(6):
            y = panel.height * (0.3 + 0.13 * number) + random.uniform(-8, 8)
            length = (80 + 12 * number) * (1.3, 0.95, 0.6)[twigs - 1]
            for turn in (-0.55, math.pi + 0.55):
                leaf(x, y, length, turn, colours.bright if (number + twig) % 3 == 0 else colours.soft)


def bits(panel: Panel) -> None:
    """Draw bits, some of them set."""
    colours, random = panel.palette, panel.random
    side = panel.width / random.choice((8, 10, 12))
    for row in range(math.ceil(panel.height / side)):
        for column in range(round(panel.width / side)):
            fill = random.choices((colours.ground, colours.soft, colours.bright), (5, 4, 1.4))[0]
            x, y, gap = column * side, row * side, side * 0.14
            panel.draw.rectangle((x + gap, y + gap, x + side - gap, y + side - gap), fill)


def circles(panel: Panel) -> None:
    """Draw open circles, one inside the other."""
    colours, random = panel.palette, panel.random
    x, y = panel.width / 2, panel.height / 2
    for number in range(6, 0, -1):
        radius, start = number * 32, random.uniform(0, 360)
        colour = colours.bright if number == 3 else colours.soft
        panel.draw.arc((x - radius, y - radius, x + radius, y + radius), start, start + 300, colour, 13)
    panel.disc(x, y, 13, colours.bright)


def blot(panel: Panel) -> None:
    """Draw an ink blot, the same on both sides."""
    colours, random = panel.palette, panel.random
    middle = panel.width / 2
    for colour, count in ((colours.soft, 15), (colours.bright, 5)):
        for _ in range(count):
            out, y = random.uniform(0, 135), panel.height * random.uniform(0.2, 0.8)
            radius = random.uniform(16, 58) if colour == colours.soft else random.uniform(9, 24)
            panel.disc(middle - out, y, radius, colour)
            panel.disc(middle + out, y, radius, colour)


def bars(panel: Panel) -> None:
    """Draw bars that rise, mostly."""
    colours, random = panel.palette, panel.random
    count = random.choice((5, 6, 7))
    step = panel.width * 0.84 / count
    bright = random.randrange(count // 2, count)
    for number in range(count):
        x = panel.width * 0.08 + step * number
        height = panel.height * (0.18 + 0.6 * number / (count - 1) + random.uniform(-0.07, 0.07))
        fill = colours.bright if number == bright else colours.soft
        panel.draw.rectangle((x + step * 0.12, panel.height - height, x + step * 0.88, panel.height), fill)


def crowd(panel: Panel) -> None:
    """Draw a crowd, one face standing out."""
    colours, random = panel.palette, panel.random
    chosen = random.randrange(2), random.randrange(1, 4)
    for row in range(4):
        for column in range(-1, 6):
            x, y = (column + 0.5 * (row % 2)) * 104, panel.height * (0.16 + 0.25 * row)
            fill = colours.bright if (row - 1, column) == chosen else colours.soft
            panel.disc(x, y + 104, 62, colours.ground)
            panel.disc(x, y + 104, 54, fill)
            panel.disc(x, y, 38, colours.ground)
            panel.disc(x, y, 30, fill)


def sunset(panel: Panel) -> None:
    """Draw a sun over water."""
    colours, random = panel.palette, panel.random
    x, horizon = panel.width * random.uniform(0.35, 0.65), panel.height * random.uniform(0.52, 0.62)
    for number, colour in enumerate((colours.soft, colours.ground, colours.bright)):
        panel.disc(x, horizon, 176 - number * 26, colour)
    panel.draw.rectangle((0, horizon, panel.width, panel.height), colours.ink)
    for number in range(1, 7):
        y, half = horizon + number * 26, random.uniform(30, 170) * (1 - number / 11)
        panel.draw.rounded_rectangle((x - half, y, x + half, y + 9), 4, colours.bright)


def plate(panel: Panel) -> None:
    """Draw a plate on a checked tablecloth."""
    colours, random = panel.palette, panel.random
    side = panel.width // 8
    for row in range(panel.height // side + 1):
        for column in range(8):
            if (row + column) % 2:
                panel.draw.rectangle((column * side, row * side, (column + 1) * side, (row + 1) * side), colours.soft)
    x, y = panel.width / 2, panel.height / 2
    panel.disc(x, y, 160, colours.paper)
    panel.ring(x, y, 118, colours.soft, 5)
    count = random.choice((3, 5, 6, 8))
    for number in range(count):
        angle = math.tau * number / count + random.uniform(0, 0.3)
        panel.disc(x + 58 * math.cos(angle), y + 58 * math.sin(angle), 34, colours.bright)
    panel.disc(x, y, 28, colours.ink)


def confetti(panel: Panel) -> None:
    """Draw confetti."""
    colours, random = panel.palette, panel.random
    for row in range(7):
        for column in range(8):
            x, y = column * 66 + random.uniform(0, 46), row * panel.height / 6.4 + random.uniform(0, 40)
            fill = random.choice((colours.bright, colours.soft, colours.paper, colours.ink))
            size, turn = random.uniform(11, 22), random.uniform(0, math.tau)
            if random.random() < 0.4:
                panel.disc(x, y, size * 0.8, fill)
            else:
                corners = random.choice((3, 4))
                points = [
                    (
                        x + size * math.cos(turn + math.tau * corner / corners),
                        y + size * math.sin(turn + math.tau * corner / corners),
                    )
                    for corner in range(corners)
                ]
                panel.draw.polygon(points, fill)


def blocks(panel: Panel) -> None:
    """Draw blocks of colour between black lines."""
    colours, random = panel.palette, panel.random
    columns = [0, panel.width * random.uniform(0.18, 0.34), panel.width * random.uniform(0.6, 0.78), panel.width]
    rows = [0, panel.height * random.uniform(0.2, 0.4), panel.height * random.uniform(0.6, 0.8), panel.height]
    fills = [
        colours.bright,
        colours.soft,
        colours.ground,
        colours.paper,
        colours.paper,
        colours.ground,
        colours.soft,
        colours.paper,
        colours.bright,
    ]
    random.shuffle(fills)
    for row in range(3):
        for column in range(3):
            box = (columns[column], rows[row], columns[column + 1], rows[row + 1])
            panel.draw.rectangle(box, fills[row * 3 + column])
            panel.draw.rectangle((box[0] - 5, box[1] - 5, box[2] + 5, box[3] + 5), None, colours.ink, 10)
