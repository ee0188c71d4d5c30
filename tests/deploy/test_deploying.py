"""What Heed is deployed by: hardened throughout, and about settings that there are."""

import re
from typing import Any, Final

import pytest
import yaml

from bot.config.model import EXAMPLES
from tests import ROOT

COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
DOCKERFILE: Final = (ROOT / "Dockerfile").read_text("utf-8")
UNIT: Final = (ROOT / "deploy" / "heed.service").read_text("utf-8")
IGNORED: Final = (ROOT / ".dockerignore").read_text("utf-8").splitlines()


@pytest.mark.parametrize("service", COMPOSE["services"])
def test_each_service_may_do_no_more_than_it_has_to(service: str) -> None:
    """Nothing of its own is written but to its volumes; no capability, no way to gain one."""
    found = COMPOSE["services"][service]
    assert found["read_only"] is True
    assert found["cap_drop"] == ["ALL"]
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in found
    assert found["restart"] == "unless-stopped"
    assert found["logging"]["options"]["max-size"]
    for port in found.get("ports", ()):
        assert port.startswith("127.0.0.1:")


def test_the_database_is_reached_by_heed_alone() -> None:
    """It has no port, and its network leads nowhere; Heed waits until it answers."""
    services, networks = COMPOSE["services"], COMPOSE["networks"]
    assert "ports" not in services["database"]
    assert [networks[each]["internal"] for each in services["database"]["networks"]] == [True]
    assert services["heed"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["database"]["healthcheck"]["test"][1] == "pg_isready"


def test_secrets_are_files() -> None:
    """None stands in an environment; the files are kept out of git and out of the image."""
    for found in COMPOSE["services"].values():
        for name, value in found.get("environment", {}).items():
            secret = re.search("TOKEN|PASSWORD|SECRET|KEY", name)
            assert secret is None or value.startswith("/run/secrets/")
    assert all(each["file"].startswith("./secrets/") for each in COMPOSE["secrets"].values())
    assert "secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert IGNORED[1] == "*"
    assert not any("secrets" in each or "env" in each for each in IGNORED[1:])


def test_what_is_set_is_a_setting() -> None:
    """An unknown HEED_ name would stop the start."""
    named = set(COMPOSE["services"]["heed"]["environment"])
    named |= set(re.findall(r"\b(HEED_\w+)=", DOCKERFILE + UNIT))
    assert named <= EXAMPLES.keys()
    assert {"HEED_HOST", "HEED_PORT", "HEED_METRICS"} <= named


def test_the_image_runs_as_nobody_from_code_it_cant_change() -> None:
    """Two stages; what runs is a user without rights, and Python looks for code in one place."""
    stages = re.findall(r"^FROM ", DOCKERFILE, re.MULTILINE)
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert len(stages) == 2
    assert re.search(r"^USER [1-9]\d*$", last, re.MULTILINE)
    for expected in ("PYTHONSAFEPATH=1", "PYTHONPATH=/opt/heed/app", "HEALTHCHECK ", "/healthz"):
        assert expected in last
    assert "pip install" not in last
    copied = set(re.findall(r"^COPY (?!--from)(\S+(?: \S+)*) /", DOCKERFILE, re.MULTILINE))
    for each in " ".join(copied).split():
        assert (ROOT / each).exists()
        assert f"!{each}" in IGNORED


HARDENED: Final = {
    "DynamicUser": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "MemoryDenyWriteExecute": "yes",
    "RestrictNamespaces": "yes",
    "UMask": "0077",
}


def test_the_service_is_hardened_and_stops_in_time() -> None:
    """As `systemd-analyze security` counts it; wrong settings aren't tried again and again."""
    said = dict(re.findall(r"^(\w+)=(.*)$", UNIT, re.MULTILINE))
    assert HARDENED.items() <= said.items()
    assert said["RestartPreventExitStatus"] == "2"
    assert int(said["TimeoutStopSec"].removesuffix("s")) > 10
    assert "--env-file ${CREDENTIALS_DIRECTORY}/heed.env run" in said["ExecStart"]
