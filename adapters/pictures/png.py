"""A picture as PNG, for chats, which show no SVG."""

from functools import lru_cache
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from adapters.pictures.colours import COLOURS, Colours, Scheme
from bot.domain.drawing import Arc, Form, Mark, Picture, Shape, Stroke, Words

SCALE: Final = 3  # pixels for one unit of the picture: sharp on a phone
_SMOOTH: Final = 2  # painted so much larger first, since Pillow's lines have hard edges
_COLOURS: Final = 128  # with their blends: a quarter of the bytes, and no eye sees it
_THIN: Final = 1.0
_LINE: Final = 1.5
_RING: Final = 2.0


def as_png(picture: Picture, scheme: Scheme = Scheme.LIGHT) -> bytes:
    """The picture as the bytes of a PNG."""
    return _Painter(picture, COLOURS[scheme]).png()


@lru_cache(maxsize=32)
def _font(size: float) -> Any:  # noqa: ANN401 - Pillow's two kinds of font share no public type
    """Pillow's own typeface, so that none has to be installed."""
    return ImageFont.load_default(size)


class _Painter:
    def __init__(self, picture: Picture, colours: Colours) -> None:
        self._picture = picture
        self._colours = colours
        self._scale = SCALE * _SMOOTH
        size = (round(picture.width * self._scale), round(picture.height * self._scale))
        self._image = Image.new("RGB", size, colours.paper)
        self._draw = ImageDraw.Draw(self._image)

    def png(self) -> bytes:
        for shape in self._picture.shapes:
            self._paint(shape)
        size = (round(self._picture.width * SCALE), round(self._picture.height * SCALE))
        smooth = self._image.resize(size, Image.Resampling.LANCZOS)
        file = BytesIO()
        smooth.quantize(_COLOURS).save(file, "PNG", optimize=True)
        return file.getvalue()

    def _paint(self, shape: Shape) -> None:
        match shape:
            case Words():
                self._words(shape)
            case Stroke():
                ends = self._at((shape.x, shape.y), (shape.to_x, shape.to_y))
                self._draw.line(ends, self._colours.of[shape.meaning], self._wide(_THIN))
            case Arc():
                self._arc(shape)
            case Mark():
                self._mark(shape)

    def _at(self, *points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x * self._scale, y * self._scale) for x, y in points]

    def _wide(self, units: float) -> int:
        return round(units * self._scale)

    def _words(self, shape: Words) -> None:
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
        (place,) = self._at((shape.x, shape.y))
        font = _font(shape.size * self._scale)
        self._draw.text(place, shape.text, self._colours.of[shape.meaning], font, anchor)

    def _arc(self, shape: Arc) -> None:
        right = max(shape.to, shape.x + 0.2)
        box = self._at((shape.x, shape.y - shape.height), (right, shape.y + shape.height))
        self._draw.arc(box, 180, 360, self._colours.of[shape.meaning], self._wide(_LINE))

    def _mark(self, shape: Mark) -> None:
        colour, (x, y), r = self._colours.of[shape.meaning], (shape.x, shape.y), shape.radius
        ink = self._colours.on_mark
        match shape.form:
            case Form.FULL:
                self._draw.ellipse(self._at((x - r, y - r), (x + r, y + r)), colour)
            case Form.EMPTY:
                box = self._at((x - r, y - r), (x + r, y + r))
                self._draw.ellipse(box, self._colours.paper, colour, self._wide(_RING))
                ink = colour
            case Form.DIAMOND:
                w = r * 1.2
                self._draw.polygon(self._at((x, y - w), (x + w, y), (x, y + w), (x - w, y)), colour)
            case Form.BAR:
                box = self._at((x - r, y - r * 0.75), (x + r, y + r * 0.75))
                self._draw.rectangle(box, colour)
        if shape.label:
            (place,) = self._at((x, y))
            self._draw.text(place, shape.label, ink, _font(r * 1.15 * self._scale), "mm")
