"""Ornaments of novels' and comics' covers: simple shapes, varied from book to book."""

import math

from model_build.sample.panel import Panel


def planets(panel: Panel) -> None:
    """Draw a ringed planet, its moon and stars."""
    colours, random = panel.palette, panel.random
    for _ in range(46):
        panel.disc(
            random.uniform(0, panel.width), random.uniform(0, panel.height), random.choice((2, 3, 4)), colours.paper
        )
    radius = random.uniform(88, 128)
    x, y = panel.width * random.uniform(0.38, 0.62), panel.height * random.uniform(0.45, 0.55)
    panel.disc(x, y, radius, colours.soft)
    panel.draw.chord((x - radius, y - radius, x + radius, y + radius), 20, 160, colours.bright)
    panel.orbit((x, y), (radius * 1.75, radius * 0.42), random.uniform(-0.5, 0.5), colours.paper, 7)
    angle = random.uniform(math.pi, math.tau)
    panel.disc(x + 165 * math.cos(angle), y + 165 * math.sin(angle), 20, colours.bright)


def dunes(panel: Panel) -> None:
    """Draw the dunes of another world, under two suns."""
    colours, random = panel.palette, panel.random
    x = panel.width * random.uniform(0.25, 0.75)
    panel.disc(x, panel.height * 0.32, random.uniform(66, 88), colours.bright)
    panel.disc(x + random.choice((-128, 128)), panel.height * random.uniform(0.14, 0.24), 22, colours.soft)
    for number, colour in enumerate((colours.soft, colours.ink, colours.bright, colours.paper)):
        phase, height = random.uniform(0, math.tau), panel.height * (0.48 + 0.14 * number)
        crest = [(x, height + 26 * math.sin(x / 105 + phase)) for x in range(0, panel.width + 10, 10)]
        panel.draw.polygon([(0, panel.height), *crest, (panel.width, panel.height)], colour)


def peaks(panel: Panel) -> None:
    """Draw mountains under a moon."""
    colours, random = panel.palette, panel.random
    panel.disc(panel.width * random.uniform(0.25, 0.75), panel.height * 0.3, random.uniform(52, 78), colours.bright)
    for base, colour in ((0.42, colours.soft), (0.62, colours.ink), (0.8, colours.paper)):
        points: list[tuple[float, float]] = [(0, panel.height)]
        x = -random.uniform(0, 80)
        while x < panel.width + 120:
            points.append((x, panel.height * (base + random.uniform(0.14, 0.22))))
            points.append((x + 75, panel.height * (base - random.uniform(0, 0.12))))
            x += 150
        panel.draw.polygon([*points, (panel.width, panel.height)], colour)


def lozenges(panel: Panel) -> None:
    """Draw rows of diamonds, as on old bindings."""
    colours, random = panel.palette, panel.random
    columns = random.uniform(3.5, 6)
    half = panel.width / columns / 2
    odd = random.random() < 0.5
    for row in range(int(panel.height / half) + 2):
        for column in range(math.ceil(columns) + 1):
            x, y = (column * 2 + row % 2) * half, row * half
            for scale, colour in ((0.82, colours.soft), (0.5, colours.ground), (0.26, colours.bright)):
                if scale != 0.26 or (row % 2 == 0) == odd:
                    side = half * scale
                    panel.draw.polygon([(x - side, y), (x, y - side), (x + side, y), (x, y + side)], colour)


def scallops(panel: Panel) -> None:
    """Draw rows of fans, one over the other."""
    colours, random = panel.palette, panel.random
    columns = random.uniform(3, 5)
    radius = panel.width / columns / 2
    for row in range(int(panel.height / radius * 2) + 4):
        for column in range(math.ceil(columns) + 1):
            x, y = (2 * column + row % 2) * radius, (row - 1) * radius / 2 + radius
            fills = (colours.paper, colours.ground, colours.soft, colours.ground, colours.bright)
            for scale, colour in zip((1, 0.94, 0.72, 0.48, 0.3), fills, strict=True):
                panel.disc(x, y, radius * scale, colour)


def quarters(panel: Panel) -> None:
    """Draw tiles of quarter circles."""
    colours, random = panel.palette, panel.random
    side = panel.width / random.choice((3, 4))
    fills = (colours.bright, colours.soft, colours.paper, colours.ink)
    for row in range(math.ceil(panel.height / side)):
        for column in range(round(panel.width / side)):
            x, y = column * side, row * side
            ground, fill = random.sample((colours.ground, *fills), 2)
            panel.draw.rectangle((x, y, x + side, y + side), ground)
            corner_x, corner_y = random.choice((x, x + side)), random.choice((y, y + side))
            start = {(True, True): 0, (False, True): 90, (False, False): 180, (True, False): 270}
            box = (corner_x - side, corner_y - side, corner_x + side, corner_y + side)
            panel.draw.pieslice(
                box, start[corner_x == x, corner_y == y], start[corner_x == x, corner_y == y] + 90, fill
            )


def arches(panel: Panel) -> None:
    """Draw an arcade."""
    colours, random = panel.palette, panel.random
    count = random.choice((2, 3, 4))
    step = panel.width / count
    for number in range(count):
        middle = step * (number + 0.5)
        for scale, colour in ((0.86, colours.soft), (0.6, colours.ink), (0.36, colours.bright)):
            half = step * scale / 2
            top = panel.height * (1.02 - 0.8 * scale)
            panel.draw.ellipse((middle - half, top, middle + half, top + 2 * half), colour)
            panel.draw.rectangle((middle - half, top + half, middle + half, panel.height), colour)


def keyhole(panel: Panel) -> None:
    """Draw a keyhole with light behind it."""
    colours, random = panel.palette, panel.random
    x, y = panel.width * random.uniform(0.4, 0.6), panel.height * 0.4
    for number in range(5, 0, -1):
        panel.ring(x, y, 62 + number * random.uniform(34, 40), colours.soft, 5)
    panel.disc(x, y, 62, colours.bright)
    panel.draw.polygon([(x - 26, y), (x + 26, y), (x + 74, y + 180), (x - 74, y + 180)], colours.bright)


def slashes(panel: Panel) -> None:
    """Draw slanting bars, one of them bright."""
    colours, random = panel.palette, panel.random
    lean = random.choice((-150, 150))
    x, bright = -180.0, random.uniform(120, 320)
    while x < panel.width + 180:
        width = random.uniform(14, 62)
        colour = colours.bright if x <= bright < x + width + 34 else colours.soft
        panel.draw.polygon([(x, panel.height), (x + width, panel.height), (x + width + lean, 0), (x + lean, 0)], colour)
        x += width + random.uniform(14, 34)


def teeth(panel: Panel) -> None:
    """Draw a blood moon between two rows of teeth."""
    colours, random = panel.palette, panel.random
    panel.disc(panel.width / 2, panel.height / 2, random.uniform(86, 112), colours.bright)
    count = random.choice((6, 7, 8))
    step = panel.width / count
    for number in range(count + 1):
        for edge, direction in ((0, 1), (panel.height, -1)):
            x = step * (number - 0.5 * (direction > 0))
            tip = edge + direction * panel.height * random.uniform(0.22, 0.46)
            panel.draw.polygon([(x, edge), (x + step, edge), (x + step / 2, tip)], colours.soft)


def hearts(panel: Panel) -> None:
    """Draw hearts, a large one among small ones."""
    colours, random = panel.palette, panel.random

    def heart(x: float, y: float, size: float, colour: str) -> None:
        points = []
        for step in range(61):
            angle = math.tau * step / 60
            up = 13 * math.cos(angle) - 5 * math.cos(2 * angle) - 2 * math.cos(3 * angle) - math.cos(4 * angle)
            points.append((x + size * math.sin(angle) ** 3, y - size * up / 16))
        panel.draw.polygon(points, colour)

    for row in range(5):
        for column in range(5):
            x, y = (column + 0.5 * (row % 2)) * 120, row * panel.height / 4
            heart(x, y, random.uniform(17, 27), colours.soft)
    x, y = panel.width * random.uniform(0.4, 0.6), panel.height * 0.47
    heart(x, y, 136, colours.ground)
    heart(x, y, 112, colours.bright)


def chevrons(panel: Panel) -> None:
    """Draw zigzag stripes."""
    colours, random = panel.palette, panel.random
    stripe, points = random.choice((44, 54, 64)), random.choice((2, 3, 4))
    fills = (colours.bright, colours.soft, colours.ground, colours.paper)
    step = panel.width / points / 2
    for number, y in enumerate(range(-stripe * 2, panel.height + stripe * 2, stripe)):
        upper = [(step * corner, y + (stripe if corner % 2 else 0)) for corner in range(2 * points + 1)]
        lower = [(x, y + stripe + 1) for x, y in reversed(upper)]
        panel.draw.polygon([*upper, *lower], fills[number % len(fills)])


def balloons(panel: Panel) -> None:
    """Draw balloons over a hill."""
    colours, random = panel.palette, panel.random
    hill = panel.height * 0.82
    for number in range(5):
        x = panel.width * (number + 0.5) / 5 + random.uniform(-14, 14)
        y, radius = panel.height * random.uniform(0.18, 0.5), random.uniform(38, 56)
        panel.draw.line([(x, y + radius), (panel.width / 2, hill + 30)], colours.paper, 3)
        panel.draw.polygon([(x - 11, y + radius + 14), (x + 11, y + radius + 14), (x, y + radius - 8)], colours.paper)
        panel.draw.ellipse(
            (x - radius, y - radius, x + radius, y + radius * 1.15), (colours.bright, colours.paper)[number % 2]
        )
    panel.draw.ellipse((-120, hill, panel.width + 120, hill + 400), colours.soft)


def halftone(panel: Panel) -> None:
    """Draw printers' dots and a burst, as in comics."""
    colours, random = panel.palette, panel.random
    growing = random.choice((-1, 1))
    for row in range(panel.height // 26 + 2):
        for column in range(panel.width // 26 + 2):
            share = row * 26 / panel.height if growing > 0 else 1 - row * 26 / panel.height
            panel.disc(column * 26 + 13 * (row % 2), row * 26, 2 + 12 * max(share, 0), colours.soft)
    x, y = panel.width * random.uniform(0.42, 0.58), panel.height * 0.5
    for scale, colour in ((1.14, colours.ink), (1, colours.bright)):
        points = []
        for step in range(24):
            reach = (150 if step % 2 else 96) * scale
            points.append((x + reach * math.cos(math.tau * step / 24), y + reach * math.sin(math.tau * step / 24)))
        panel.draw.polygon(points, colour)
