"""Heed in a process of its own, as it is run, with what it holds and how long its stops take."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp

from benchmarks.replicas import process_busy
from tests import ROOT

STARTS_WITHIN: Final = 180.0  # seconds, on a machine that is busy with other work
_HEAVIEST: Final = 60.0  # seconds after which a stop is ended by force


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What it held at that time (epoch seconds): memory in MB, and open files.

    `spent` is the processor's time (seconds) that its life has taken until then.
    """

    at: float
    memory: float
    files: int
    spent: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop on SIGTERM: how long it took (seconds), and its exit code."""

    seconds: float
    code: int


class Heed:
    """The process. `starts` holds when each of its lives was ready (epoch seconds)."""

    def __init__(self, folder: Path, settings: Mapping[str, str], port: int) -> None:
        self.starts: list[float] = []
        self.samples: list[Sample] = []
        self.stops: list[Stop] = []
        self.kills = 0
        self._folder = folder
        self._settings = {**settings, "HEED_PORT": str(port)}
        self._url = f"http://127.0.0.1:{port}"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it is ready."""
        kept = {name: each for name, each in os.environ.items() if _is_the_machines(name)}
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self._folder,
                env={**kept, "PYTHONPATH": str(ROOT), **self._settings},
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(STARTS_WITHIN), aiohttp.ClientSession() as session:
            while not await self._is_ready(session):  # noqa: ASYNC110 - another process gets ready
                await asyncio.sleep(0.1)
        self.starts.append(time.time())

    @property
    def log(self) -> Path:
        """What it said, in all of its lives."""
        return self._folder / "heed.log"

    async def _is_ready(self, session: aiohttp.ClientSession) -> bool:
        assert self._process is not None
        assert self._process.returncode is None, f"it ended by itself; {self.log} says why"
        with suppress(aiohttp.ClientError):
            async with session.get(f"{self._url}/readyz") as answer:
                return answer.ok
        return False

    async def kill(self) -> None:
        """End it at once."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        self.kills += 1

    async def stop(self) -> None:
        """Ask it to stop."""
        assert self._process is not None
        began = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(_HEAVIEST):
                code = await self._process.wait()
        except TimeoutError:
            self._process.kill()
            code = await self._process.wait()
        self.stops.append(Stop(seconds=time.monotonic() - began, code=code))

    def look(self) -> Sample | None:
        """How much it holds now; None where it doesn't run. Linux only: it reads /proc."""
        about = Path(f"/proc/{self._process.pid if self._process else 0}")
        with suppress(FileNotFoundError, ProcessLookupError, StopIteration):
            status = (about / "status").read_text().splitlines()
            memory = next(line for line in status if line.startswith("VmRSS"))
            files = len(list((about / "fd").iterdir()))
            sample = Sample(
                at=time.time(),
                memory=int(memory.split()[1]) / 1024,
                files=files,
                spent=process_busy(int(about.name)),
            )
            self.samples.append(sample)
            return sample
        return None

    def said(self) -> Iterator[dict[str, Any]]:
        """The lines of its log."""
        for line in self.log.read_text().splitlines():
            with suppress(ValueError):  # it was killed in the middle of a line
                yield json.loads(line)


def _is_the_machines(name: str) -> bool:
    return not name.startswith(("HEED_", "SLACK_", "DISCORD_", "DATABASE_"))
