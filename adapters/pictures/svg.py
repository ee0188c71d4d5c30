"""A picture as SVG, in the colours of whatever surrounds it; it needs nothing from elsewhere.

Colours stand in its own style sheet, by class, and follow the reader's scheme. Inside a page whose
policy allows no inline style, `style` is left out and the page's own sheet has the same rules.
"""

from functools import singledispatch
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from adapters.pictures.colours import COLOURS, Colours, Scheme
from bot.domain.drawing import Arc, Form, Mark, Meaning, Picture, Shape, Stroke, Words

_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"


def as_svg(picture: Picture, *, style: bool = True) -> str:
    """The picture as one `<svg>` element, as wide as the place it stands in."""
    size = f"0 0 {_number(picture.width)} {_number(picture.height)}"
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" class="heed-picture" ',
        f'role="img" aria-label={quoteattr(picture.alt)}>',
        f"<title>{escape(picture.alt)}</title>",
        f"<style>{sheet()}</style>" if style else "",
        '<rect class="paper" width="100%" height="100%"/>',
        *map(_painted, picture.shapes),
        "</svg>",
    )
    return "".join(parts)


def sheet() -> str:
    """The rules that colour a picture, light and dark."""
    base = (
        ".heed-picture{max-width:100%;height:auto}"
        f".heed-picture text{{font-family:{_FONT}}}"
        ".heed-picture .line{fill:none;stroke-width:1.5}"
        ".heed-picture .axis{stroke-width:1}"
        ".heed-picture .empty{stroke-width:2}"
    )
    dark = _rules(COLOURS[Scheme.DARK])
    return f"{base}{_rules(COLOURS[Scheme.LIGHT])}@media(prefers-color-scheme:dark){{{dark}}}"


def _rules(colours: Colours) -> str:
    rules = [
        f".heed-picture .paper,.heed-picture .empty{{fill:{colours.paper}}}",
        f".heed-picture .on{{fill:{colours.on_mark}}}",
    ]
    for meaning, colour in colours.of.items():
        name = _class(meaning)
        rules.append(f".heed-picture .{name}{{fill:{colour}}}")
        rules.append(f".heed-picture .line.{name}{{fill:none;stroke:{colour}}}")
        rules.append(f".heed-picture .empty.{name}{{fill:{colours.paper};stroke:{colour}}}")
    return "".join(rules)


def _class(meaning: Meaning) -> str:
    return meaning.value.replace(" ", "-")


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


@singledispatch
def _painted(shape: Shape) -> str:
    raise TypeError(f"nothing paints a {type(shape).__name__}")


@_painted.register
def _words(shape: Words) -> str:
    return (
        f'<text class="{_class(shape.meaning)}" x="{_number(shape.x)}" y="{_number(shape.y)}" '
        f'font-size="{_number(shape.size)}" text-anchor="{shape.anchor}">'
        f"{escape(shape.text)}</text>"
    )


@_painted.register
def _stroke(shape: Stroke) -> str:
    return (
        f'<path class="line {_class(shape.meaning)}" '
        f'd="M{_number(shape.x)} {_number(shape.y)}L{_number(shape.to_x)} {_number(shape.to_y)}"/>'
    )


@_painted.register
def _arc(shape: Arc) -> str:
    half = (shape.to - shape.x) / 2
    return (
        f'<path class="line {_class(shape.meaning)}" d="M{_number(shape.x)} {_number(shape.y)}'
        f"A{_number(max(half, 0.1))} {_number(shape.height)} 0 0 1 "
        f'{_number(shape.to)} {_number(shape.y)}"/>'
    )


@_painted.register
def _mark(shape: Mark) -> str:
    x, y, r = _number(shape.x), _number(shape.y), _number(shape.radius)
    name = _class(shape.meaning)
    form = {
        Form.FULL: f'<circle class="{name}" cx="{x}" cy="{y}" r="{r}"/>',
        Form.EMPTY: f'<circle class="empty {name}" cx="{x}" cy="{y}" r="{r}"/>',
        Form.DIAMOND: f'<path class="{name}" d="{_diamond(shape)}"/>',
        Form.BAR: f'<path class="{name}" d="{_bar(shape)}"/>',
    }[shape.form]
    if not shape.label:
        return form
    ink = f"ink {name}" if shape.form is Form.EMPTY else "on"
    return form + (
        f'<text class="{ink}" x="{x}" y="{_number(shape.y + shape.radius * 0.42)}" '
        f'font-size="{_number(shape.radius * 1.15)}" text-anchor="middle">'
        f"{escape(shape.label)}</text>"
    )


def _diamond(shape: Mark) -> str:
    x, y, r = shape.x, shape.y, shape.radius * 1.2
    points = ((x, y - r), (x + r, y), (x, y + r), (x - r, y))
    return "M" + "L".join(f"{_number(a)} {_number(b)}" for a, b in points) + "Z"


def _bar(shape: Mark) -> str:
    x, y, r = shape.x, shape.y, shape.radius
    points = (
        (x - r, y - r * 0.75),
        (x + r, y - r * 0.75),
        (x + r, y + r * 0.75),
        (x - r, y + r * 0.75),
    )
    return "M" + "L".join(f"{_number(a)} {_number(b)}" for a, b in points) + "Z"
