"""The log: one JSON object a line, and of what libraries say only the opening."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.cli.logs import log_to_stderr, opening
from bot.runtime import traces


@pytest.fixture(autouse=True)
def _handlers_as_they_were() -> Iterator[None]:
    """Leave the root logger as other tests know it."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Failed to connect (error: wss://hunter2); Retrying...", "Failed to connect"),
        ("Failed to retrieve WSS URL: hunter2", "Failed to retrieve WSS URL"),
        ("Unhandled request ({'text': 'hunter2'})", "Unhandled request"),
        ("'hunter2' is what somebody wrote", ""),
        (
            "Task exception was never retrieved\nfuture: <hunter2>",
            "Task exception was never retrieved",
        ),
        (
            "Failed to fetch the result with code: hunter2 - error",
            "Failed to fetch the result with code",
        ),
        ("Heed is well", "Heed is well"),
    ],
)
def test_a_librarys_line_ends_where_its_values_begin(said: str, shown: str) -> None:
    """They may be a payload, an address with a secret, or somebody's words."""
    assert opening(said) == shown


def test_lines_are_json_and_libraries_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """With the kind of an error, and never its own words."""
    log_to_stderr("info")
    structlog.get_logger().info("heed.running", slack="Socket Mode")
    try:
        int("hunter2")
    except ValueError:
        logging.getLogger("slack_sdk").exception("Failed: %s", "hunter2")
    logging.getLogger("slack_sdk").info("hunter2")
    ours, theirs = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (ours["event"], ours["slack"], ours["level"]) == ("heed.running", "Socket Mode", "info")
    assert (theirs["of"], theirs["said"], theirs["kind"]) == ("slack_sdk", "Failed", "ValueError")
    assert "hunter2" not in json.dumps(theirs)


def test_the_level_holds_for_both(capsys: pytest.CaptureFixture[str]) -> None:
    """And at debug level libraries are still asked for warnings alone."""
    log_to_stderr("error")
    structlog.get_logger().warning("heed.something")
    logging.getLogger("slack_sdk").warning("Something")
    assert capsys.readouterr().err == ""
    log_to_stderr("debug")
    assert not logging.getLogger("slack_sdk").isEnabledFor(logging.DEBUG)


@pytest.mark.parametrize(("form", "is_json"), [("json", True), ("auto", True), ("text", False)])
def test_its_form_can_be_chosen(
    capsys: pytest.CaptureFixture[str], form: str, is_json: bool
) -> None:
    """Text has no colours where nobody's terminal shows them; what is followed is in both."""
    log_to_stderr("info", form)
    with traces.following("0f" * 16):
        structlog.get_logger().info("heed.running", slack="Socket Mode")
    line = capsys.readouterr().err
    assert line.startswith("{") is is_json
    assert "\x1b" not in line
    assert "0f" * 16 in line
