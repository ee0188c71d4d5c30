"""A file as the bytes that are brought to somebody."""

from adapters.pictures.png import as_png
from adapters.pictures.svg import as_svg
from bot.domain.pages import File


def printed(file: File) -> bytes:
    """Its text, or its picture painted as the name's ending says.

    It takes some tenths of a second where it is a picture: not for an event loop.
    """
    if isinstance(file.content, str):
        return file.content.encode()
    if file.name.endswith(".svg"):
        return as_svg(file.content).encode()
    return as_png(file.content)
