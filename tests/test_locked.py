"""What is installed is pinned by hash, from the registry, and what pyproject.toml asks for."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests import ROOT

RUN, DEV = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
LOCKS: Final = sorted(ROOT.glob("requirements*.lock"))
EXTRAS: Final = ROOT / "requirements-extras.lock"
APART: Final = "fuzz"  # a group with a lock file of its own, which setup doesn't install
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCAL_SLACK: Final = ROOT / "tests/adapters/slack/local/package-lock.json"

# One requirement as the lock has it: a name, a version, perhaps a marker, then its hashes.
_PINNED: Final = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9._-]*)(?P<extras>\[[a-z,]+\])?==(?P<version>[^ ;]+)"
)
_HASH: Final = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def _entries(lock: Path) -> list[str]:
    """The requirements of a lock file, each in one line, without comments."""
    said = re.sub(r"\\\n", " ", lock.read_text(encoding="utf-8"))
    return [
        line for line in said.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]


def _versions(lock: Path) -> dict[str, Version]:
    found: dict[str, Version] = {}
    for entry in _entries(lock):
        pinned = _PINNED.match(entry)
        assert pinned is not None, entry[:80]
        found[canonicalize_name(pinned["name"])] = Version(pinned["version"])
    return found


def _asked(*, dev: bool) -> list[Requirement]:
    """What pyproject.toml asks for: at run time, or for development with every extra too."""
    said: list[str] = list(PROJECT["project"]["dependencies"])
    if dev:
        for each in PROJECT["project"]["optional-dependencies"].values():
            said += each
        for name, group in PROJECT["dependency-groups"].items():
            if name != APART:
                said += [each for each in group if isinstance(each, str)]
    return [Requirement(each) for each in said]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda each: each.name)
def test_every_dependency_is_pinned_with_its_hashes(lock: Path) -> None:
    """To one version, by SHA-256, and by nothing else: no address, no folder, no other index."""
    entries = _entries(lock)
    assert entries
    for entry in entries:
        assert _PINNED.match(entry), entry[:80]
        assert _HASH.search(entry), entry[:80]
        rest = _HASH.sub("", entry)
        assert "--" not in rest, rest
        assert "@" not in rest, rest
        assert "://" not in rest, rest


@pytest.mark.parametrize("dev", [False, True], ids=["run", "dev"])
def test_the_lock_is_of_this_pyproject(dev: bool) -> None:
    """Whatever is asked for is there, in a version that fits: else `make lock` was forgotten."""
    locked = _versions(DEV if dev else RUN)
    for each in _asked(dev=dev):
        version = locked.get(canonicalize_name(each.name))
        assert version is not None, f"{each.name} isn't locked: make lock"
        assert each.specifier.contains(version, prereleases=True), f"{each}: {version} is locked"


def test_what_is_locked_apart_is_of_this_pyproject_too() -> None:
    """It is in no other lock file."""
    locked = ROOT / f"requirements-{APART}.lock"
    for entry in _entries(locked):
        pinned = _PINNED.match(entry)
        assert pinned is not None
        asked = [Requirement(each) for each in PROJECT["dependency-groups"][APART]]
        fits = [each for each in asked if each.name == pinned["name"]]
        assert any(each.specifier.contains(pinned["version"], prereleases=True) for each in fits)
    assert _versions(locked).keys().isdisjoint(_versions(DEV))


@pytest.mark.parametrize("less", [RUN, EXTRAS], ids=lambda each: each.name)
def test_development_has_the_same_versions_as_what_runs(less: Path) -> None:
    """What was tested is what is installed, with its extras too."""
    dev = _versions(DEV)
    assert {name: dev.get(name) for name in _versions(less)} == _versions(less)


def test_the_extras_are_what_runs_and_what_they_bring() -> None:
    """Nothing is missing, and nothing of development is among them."""
    extras, run = _versions(EXTRAS), _versions(RUN)
    assert run.items() <= extras.items()
    for some in PROJECT["project"]["optional-dependencies"].values():
        for each in map(Requirement, some):
            assert each.specifier.contains(extras[canonicalize_name(each.name)], prereleases=True)
    assert "pytest" not in extras


def test_what_runs_needs_nothing_of_development() -> None:
    """Neither its tools nor what an extra brings is in a default install."""
    only_dev = {canonicalize_name(each.name) for each in _asked(dev=True)}
    only_dev -= {canonicalize_name(each.name) for each in _asked(dev=False)}
    assert only_dev.isdisjoint(_versions(RUN))


@pytest.mark.parametrize("file", ["Makefile", "Dockerfile"])
def test_whatever_installs_asks_for_the_hashes(file: str) -> None:
    """A package that isn't what was locked is refused, not installed."""
    said = re.sub(r"\\\n", " ", (ROOT / file).read_text(encoding="utf-8"))
    installs = [line for line in re.split(r"&&|\n", said) if "-r " in line and "install" in line]
    assert installs
    assert all("--require-hashes" in each for each in installs)


def test_the_local_slack_is_pinned_too() -> None:
    """One version, by SHA-512; npm runs no script of it, and the lock names no place."""
    packages = json.loads(LOCAL_SLACK.read_text("utf-8"))["packages"]
    for name, package in packages.items():
        if name:
            assert package["integrity"].startswith("sha512-")
            assert "resolved" not in package
    assert "ignore-scripts=true" in LOCAL_SLACK.with_name(".npmrc").read_text("utf-8")


def test_every_exception_from_a_security_rule_has_its_reason() -> None:
    """Ruff's S rules (those of bandit) hold everywhere else."""
    without = []
    for folder in ("adapters", "bot", "storage"):
        for file in (ROOT / folder).rglob("*.py"):
            for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
                if re.search(r"# noqa: [^#]*\bS\d{3}\b(?! - \w|, [A-Z]+\d+ - \w)", line):
                    without.append(f"{file.relative_to(ROOT)}:{number}")
    assert without == []
