import re
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from adapters.pictures import Scheme, as_png, as_svg
from adapters.pictures.colours import COLOURS, Colours
from adapters.pictures.png import SCALE
from bot.domain.chronicle import Chronicle
from bot.domain.drawing import Mark, Meaning, Picture, Words
from bot.domain.question import State
from bot.domain.timeline import timeline
from tests.domain.chronicles import busy, chronicles, entry, told


def clock(at: float) -> str:
    """Any time will do."""
    return f"{at % 1000:.0f}"


SVG = "{http://www.w3.org/2000/svg}"


# --- svg -------------------------------------------------------------------------------------


@given(chronicles())
def test_it_is_well_formed_and_says_its_alternative_text(chronicle: Chronicle) -> None:
    """As an image with a name, for those who have it read aloud."""
    picture = timeline(chronicle, clock)
    root = ET.fromstring(as_svg(picture))  # noqa: S314 - our own text
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.alt
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == picture.alt


def test_it_asks_for_nothing_from_elsewhere() -> None:
    """No script, no link, no font, no image."""
    svg = as_svg(timeline(busy(40, 3600, seed=1), clock))
    assert not re.search(r"<script|href|url\(|@import|<image|\son\w+=", svg)
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=60))
def test_hostile_text_stays_text(said: str) -> None:
    """Markup in a title is shown, not obeyed."""
    hostile = f"</text><script>{said}</script>"
    picture = Picture(
        width=100, height=20, alt=f'"{hostile}', shapes=(Words(x=1, y=10, text=hostile),)
    )
    root = ET.fromstring(as_svg(picture))  # noqa: S314 - our own text
    assert [each.tag for each in root] == [
        f"{SVG}{name}" for name in ("title", "style", "rect", "text")
    ]


def test_without_its_style_it_has_none() -> None:
    """For pages whose policy allows no inline style: not even an attribute."""
    svg = as_svg(timeline(busy(10, 600, seed=2), clock), style=False)
    assert "<style" not in svg
    assert "style=" not in svg


# --- png -------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("questions", [0, 1, 60])
def test_it_is_a_picture_of_the_same_size_in_its_colours(scheme: Scheme, questions: int) -> None:
    """Quiet, busy, and empty."""
    picture = timeline(busy(questions, 3600, seed=3), clock)
    image = Image.open(BytesIO(as_png(picture, scheme)))
    assert image.format == "PNG"
    assert image.size == (round(picture.width * SCALE), round(picture.height * SCALE))
    assert image.convert("RGB").getpixel((0, 0)) == _rgb(COLOURS[scheme].paper)


@pytest.mark.parametrize("state", [State.FOLLOWED, State.HANGING, State.TAKEN_AWAY])
def test_a_mark_is_where_it_belongs(state: State) -> None:
    """Its colour is seen at its own place."""
    picture = timeline(told(entry(1, 1800, state, None)), clock)
    mark = next(each for each in picture.shapes if isinstance(each, Mark))
    image = Image.open(BytesIO(as_png(picture))).convert("RGB")
    edge = (round((mark.x - mark.radius * 0.86) * SCALE), round(mark.y * SCALE))
    seen, wanted = image.getpixel(edge), _rgb(COLOURS[Scheme.LIGHT].of[mark.meaning])
    assert isinstance(seen, tuple)
    assert all(abs(one - other) < 40 for one, other in zip(seen, wanted, strict=True))


def test_it_is_small_enough_for_a_chat() -> None:
    """A busy one too."""
    assert len(as_png(timeline(busy(60, 5400, seed=3), clock))) < 150_000


# --- colours ---------------------------------------------------------------------------------


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _light(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [each / 255 for each in _rgb(colour)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours stand out from each other, 1 to 21."""
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", COLOURS.values(), ids=COLOURS.keys())
def test_everything_stands_out(colours: Colours) -> None:
    """Texts by 4.5 to 1, marks by 3 to 1, from their paper; and numbers from their marks."""
    for meaning in set(Meaning) - {Meaning.AXIS}:
        least = 4.5 if meaning in {Meaning.TEXT, Meaning.FAINT, Meaning.HANGING} else 3.0
        assert contrast(colours.of[meaning], colours.paper) >= least, meaning
    for meaning in (Meaning.FOLLOWED, Meaning.TAKEN_AWAY, Meaning.WITHDRAWN):
        assert contrast(colours.on_mark, colours.of[meaning]) >= 4.5, meaning
