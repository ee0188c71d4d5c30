import io

import pytest
from PIL import Image

from adapters.pictures import as_png, as_svg, printed
from adapters.pictures.png import SCALE
from bot.domain.pages import File
from bot.domain.timeline import timeline
from tests.domain.chronicles import busy
from tests.domain.test_timeline import clock

PICTURE = timeline(busy(5, 3600, seed=1), clock)


def test_a_text_is_its_own_bytes() -> None:
    """As UTF-8, without a mark before it."""
    assert printed(File(name="a.md", alt="", content="“Who decides?”")) == "“Who decides?”".encode()


@pytest.mark.parametrize(
    ("name", "painted"), [("a.png", as_png(PICTURE)), ("a.svg", as_svg(PICTURE).encode())]
)
def test_a_picture_is_painted_as_its_name_says(name: str, painted: bytes) -> None:
    """By the same painters as everywhere."""
    assert printed(File(name=name, alt="", content=PICTURE)) == painted


def test_a_png_can_be_read() -> None:
    """By a library that didn't have to make it."""
    with Image.open(io.BytesIO(printed(File(name="a.png", alt="", content=PICTURE)))) as found:
        assert found.width == round(PICTURE.width * SCALE)
