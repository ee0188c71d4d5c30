"""Files that a command writes: whole or not at all, for their owner's eyes."""

import os
import tempfile
from pathlib import Path

import click


def can_be_written(path: Path) -> None:
    """Raise ClickException at once where nothing could be written there in the end."""
    folder = path.parent
    if path.is_dir():
        raise _refused(path, "it is a folder")
    if not folder.is_dir():
        raise _refused(path, f"there is no folder {folder}")
    if not os.access(folder, os.W_OK):
        raise _refused(path, "this user may not write in that folder")


def write_whole(path: Path, data: bytes) -> None:
    """Put data into a file, in the place of what was there; ClickException where that fails.

    Whoever reads meanwhile sees the one or the other. The file is its owner's alone (mode 600).
    """
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _refused(path, error.strerror or "unknown reason") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except OSError as error:
        Path(beside).unlink(missing_ok=True)
        raise _refused(path, error.strerror or "unknown reason") from error


def _refused(path: Path, why: str) -> click.ClickException:
    return click.ClickException(f"{path} can't be written: {why}. Please choose another place.")
