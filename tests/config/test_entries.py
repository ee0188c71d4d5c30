"""Raw settings: what the file and the environment may look like."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config import SettingsError
from bot.config.entries import from_environment, from_file

PLAIN = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="'\"`\\#"), min_size=1
).filter(lambda text: text == text.strip())


def read(path: Path, content: str | bytes) -> dict[str, str]:
    """Write a file and give its names and texts."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    entries, problems = from_file(path)
    assert not problems
    return {entry.name: entry.text for entry in entries}


@pytest.mark.parametrize(
    "line",
    [
        "HEED_PORT=8080",
        "HEED_PORT='8080'",
        'HEED_PORT="8080"',
        "export HEED_PORT=8080",
        "  export   HEED_PORT = 8080   ",
        "HEED_PORT=8080 # the port",
        "HEED_PORT=' 8080 '",
        "HEED_PORT=8080\r\n",
        "\ufeffHEED_PORT=8080",
        "# a comment\n\nHEED_PORT=8080",
    ],
)
def test_the_file_is_read_tolerantly(tmp_path: Path, line: str) -> None:
    """Quotes, spaces, export, comments, CRLF and a byte-order mark don't change a value."""
    assert read(tmp_path / ".env", line) == {"HEED_PORT": "8080"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=PLAIN,
    export=st.sampled_from(["", "export ", "  export  "]),
    quote=st.sampled_from(["", "'", '"']),
    around=st.sampled_from(["", " ", "\t "]),
    ending=st.sampled_from(["", "\n", "\r\n", "  # said twice\n"]),
)
def test_the_dress_of_a_line_never_changes_its_value(
    tmp_path: Path, value: str, export: str, quote: str, around: str, ending: str
) -> None:
    """However a line is quoted, spaced and ended, the same value comes out."""
    line = f"{export}NAME{around}={around}{quote}{value}{quote}{around}{ending}"
    assert read(tmp_path / ".env", line) == {"NAME": value}


@given(value=PLAIN, quote=st.sampled_from(["", "'", '"']), around=st.sampled_from(["", " ", "\t"]))
def test_the_dress_of_a_variable_never_changes_its_value(
    value: str, quote: str, around: str
) -> None:
    """Quotes and spaces that a service manager passes on fall away."""
    (entry,) = from_environment({"NAME": f"{around}{quote}{value}{quote}{around}"})
    assert entry.text == value


def test_a_dollar_sign_stays(tmp_path: Path) -> None:
    """Nothing is put in for ${…}: a secret may hold it."""
    assert read(tmp_path / ".env", 'KEY="a${HOME}$b"') == {"KEY": "a${HOME}$b"}


def test_lines_are_counted_past_blanks_and_comments(tmp_path: Path) -> None:
    """An entry's origin is the line it stands on."""
    file = tmp_path / ".env"
    file.write_bytes(b"\n\n# one\r\n\r\nA=1\n\n\nB='x\ny'\nC=3\n")
    entries, _ = from_file(file)
    assert [(entry.name, entry.origin.line) for entry in entries] == [("A", 5), ("B", 8), ("C", 10)]


@pytest.mark.parametrize("line", ['KEY="hunter2', "KEY='hunter2' more", "= hunter2"])
def test_an_unreadable_line_is_named_but_not_quoted(tmp_path: Path, line: str) -> None:
    """A line that can't be read is a problem with its number, and its text isn't repeated."""
    file = tmp_path / ".env"
    file.write_text(f"\n{line}\n")
    _, (problem,) = from_file(file)
    assert problem.where.line == 2
    assert "hunter2" not in str(problem)


def test_a_name_alone_is_a_problem(tmp_path: Path) -> None:
    """A line without an equals sign says which name lacks its value."""
    file = tmp_path / ".env"
    file.write_text("export HEED_PORT\n")
    _, (problem,) = from_file(file)
    assert str(problem) == (
        f"{file}:1: HEED_PORT: the name has no value. Write NAME=value, or remove the line."
    )


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    """No line, no entry."""
    assert read(tmp_path / ".env", b"") == {}


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"\xff\xfeH\x00E\x00", 1), (b"A=1\nB=caf\xe9\n", 2), (bytes(range(256)), 2)],
)
def test_other_encodings_are_said_with_their_line(
    tmp_path: Path, content: bytes, line: int
) -> None:
    """A file in another encoding, or no text at all, is one clear problem."""
    file = tmp_path / ".env"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=f"line {line} isn't UTF-8 text"):
        from_file(file)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """What can't be read as a file says so, with the path."""
    with pytest.raises(SettingsError, match="the file can't be read"):
        from_file(tmp_path)
