"""Files that were damaged on their way."""

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.transcript.reading import SAMPLES, read, read_text, with_files

DOCUMENTED = Path(__file__).parents[3] / "docs" / "transcripts.md"


def whole(folder: Path, name: str) -> bytes:
    """A sample's bytes; the Slack export's as a zip."""
    sample = SAMPLES / name
    if sample.is_file():
        return sample.read_bytes()
    path = folder / "whole.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(sample.rglob("*.json")):
            archive.write(file, file.relative_to(sample).as_posix())
    return path.read_bytes()


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
@with_files
@given(data=st.data())
def test_damage_anywhere_ends_well(tmp_path: Path, name: str, data: st.DataObject) -> None:
    """Bytes lost, changed or put in between: it is told, or does no harm, but nothing raises."""
    content = whole(tmp_path, name)
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 200)))
    path = tmp_path / name.replace("slack", "slack.zip")
    path.write_bytes(content[:start] + data.draw(st.binary(max_size=20)) + content[end:])
    found = read(path)
    assert all(problem.what for problem in found.problems)
    for _, events in found.rooms:
        assert all(event.at >= 0 for event in events)


def test_the_documented_example_is_read(tmp_path: Path) -> None:
    """The page of formats shows what the reader reads."""
    (example,) = re.findall(r"```json\n(.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.DOTALL)
    found = read_text(tmp_path, "a.jsonl", example)
    assert found.problems == []
    assert found.warnings == []
    assert found.transcript.convener == "moira"
    assert len(found.messages) == 3
