"""The suite's own rules."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT

SKIPPING = """
import pytest

def test_skipped():
    pytest.skip("Chromium isn't there")

@pytest.mark.xfail(strict=True)
def test_known_fault():
    assert False
"""


WHOLE_FILE = """
import pytest

pytest.importorskip("none_such")
"""


@pytest.mark.parametrize(
    ("body", "reason", "ci", "code"),
    [
        (SKIPPING, "Chromium isn't there", "true", pytest.ExitCode.TESTS_FAILED),
        (SKIPPING, "Chromium isn't there", "", pytest.ExitCode.OK),
        (WHOLE_FILE, "could not import 'none_such'", "true", pytest.ExitCode.INTERRUPTED),
        (WHOLE_FILE, "could not import 'none_such'", "", pytest.ExitCode.NO_TESTS_COLLECTED),
    ],
)
def test_a_skip_fails_in_ci_alone(
    tmp_path: Path, body: str, reason: str, ci: str, code: pytest.ExitCode
) -> None:
    """In CI a skipped test or file fails with its reason; elsewhere the reason is shown."""
    (tmp_path / "test_it.py").write_text(body)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-ra", "-p", "tests.conftest", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code
    assert reason in run.stdout
    assert ("1 xfailed" in run.stdout) is (body == SKIPPING)
