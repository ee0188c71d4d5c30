"""Pictures of a room (bot/domain/drawing.py) as SVG for pages and as PNG for chats."""

from adapters.pictures.colours import Scheme
from adapters.pictures.files import printed
from adapters.pictures.png import as_png
from adapters.pictures.svg import as_svg, sheet

__all__ = ["Scheme", "as_png", "as_svg", "printed", "sheet"]
