"""What docs/threat-model.md leans on is there: every test, every file, every page."""

import re
from typing import Final

import pytest

from tests import ROOT

PAGES: Final = ("docs/threat-model.md", "SECURITY.md", "docs/http.md", "docs/permissions.md")
MODEL: Final = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
CITED: Final = sorted(set(re.findall(r"`((?:tests|bot|adapters|storage)/[\w/.:-]+?)/?`", MODEL)))


def test_the_model_leans_on_tests() -> None:
    """Every threat but one of its tables has at least one."""
    rows = [line for line in MODEL.splitlines() if line.startswith("| ") and "---" not in line]
    threats = [row for row in rows if not row.startswith("| threat")]
    without = [row for row in threats if "`tests/" not in row.rsplit(" | ", 1)[1]]
    assert len(threats) > 50
    assert [row.split(" | ")[0] for row in without] == ["| a known hole in one of them"]


@pytest.mark.parametrize("cited", CITED)
def test_what_is_cited_is_there(cited: str) -> None:
    """A test that is renamed is renamed there too."""
    path, _, name = cited.partition("::")
    assert (ROOT / path).exists(), path
    if name:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(?:async )?def {name}\(", source, re.MULTILINE), cited


@pytest.mark.parametrize("page", PAGES)
def test_no_link_leads_nowhere(page: str) -> None:
    """Pages and files of the project, as seen from the page."""
    file = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)", file.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (file.parent / target).exists(), target
