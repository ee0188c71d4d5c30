"""Traces are an extra: whoever sets a collector without it is told what to install."""

import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.cli.door import BOT, door

TRACES = "HEED_TRACES_URL=http://127.0.0.1:9"


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """A default install."""
    for name in list(sys.modules):
        if name == "opentelemetry" or name.startswith(("opentelemetry.", "adapters.tracing")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opentelemetry", None)


@pytest.mark.usefixtures("without")
def test_a_start_without_the_libraries_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line; only whoever wants traces is told."""
    monkeypatch.chdir(tmp_path)
    with door() as slack:
        lines = ("HEED_PORT=0", slack.setting, BOT, "SLACK_SIGNING_SECRET=hunter2", TRACES)
        (tmp_path / ".env").write_text("\n".join(lines))
        assert main(["run"]) == 1
        assert slack.asked == []
    said = capsys.readouterr().err
    assert said.startswith("HEED_TRACES_URL is set, and the libraries that bring traces aren't")
    assert 'pip install "opentelemetry-sdk' in said
    assert said.count("\n") == 1
