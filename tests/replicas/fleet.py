"""A platform with several replicas behind it: each event goes to the next one in turn."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from tests.crash import child
from tests.crash.platform import Platform, Trouble, processes
from tests.crash.wire import Ack, Answer, Deliver, Tick

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess


@dataclass(frozen=True, slots=True, eq=False)
class Replica:
    """A process, and the wire to it."""

    process: "ForkServerProcess"
    wire: Connection


class Fleet(Platform):
    """Several replicas. One that is killed stays dead: the others take over what it had."""

    def __init__(self, url: str, at: float, trouble: Trouble, seed: int, *, replicas: int) -> None:
        super().__init__(url, at, trouble, seed)
        self._wanted = replicas
        self._replicas: list[Replica] = []
        self._turns = count()
        self._speaking: Replica | None = None
        self._asking: dict[int, Replica] = {}

    @property
    def pids(self) -> list[int]:
        """The processes that live."""
        return [each.process.pid for each in self._replicas if each.process.pid]

    async def pass_to(self, at: float) -> bool:
        """Let every replica's clock show `at`."""
        waits = await asyncio.gather(*(self._tick(each, at) for each in list(self._replicas)))
        self.at = at
        return any(waits)

    async def _tick(self, replica: Replica, at: float) -> bool:
        """Let one replica's clock show `at`; one that is dead has no clock."""
        self._numbers += 1
        number = self._numbers
        acked: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._acks[number] = acked
        while not acked.done() and replica in self._replicas:
            _tell(replica, Tick(number=number, at=at))
            await asyncio.wait({acked}, timeout=self.sends_again)
        del self._acks[number]
        return acked.result().waits if acked.done() else True

    def _say(self, words: object) -> None:
        if isinstance(words, Answer):
            _tell(self._asking[words.number], words)
        else:
            _tell(self._replicas[next(self._turns) % len(self._replicas)], words)

    def _delivered(self, given: Deliver) -> None:
        assert self._speaking is not None
        self._asking[given.number] = self._speaking
        super()._delivered(given)

    # --- lives -------------------------------------------------------------------------------

    def _begin(self) -> None:
        for _ in range(self._wanted):
            ours, theirs = processes.Pipe()
            process = processes.Process(target=child.main, args=(self._url, theirs, self.at))
            process.start()
            theirs.close()
            replica = Replica(process, ours)
            self._replicas.append(replica)
            loop = asyncio.get_running_loop()
            loop.add_reader(ours.fileno(), self._hear_replica, replica)

    def _hear_replica(self, replica: Replica) -> None:
        self._speaking = replica
        self._hear(replica.wire)

    def _kill(self) -> None:
        replica = self._chance.choice(self._replicas)
        replica.process.kill()
        replica.process.join()
        self.kills += 1
        self._hear_the_rest(replica.wire)
        self._let_go(replica)

    def _end(self) -> None:
        for replica in list(self._replicas):
            self._let_go(replica)

    def _let_go(self, replica: Replica) -> None:
        self._replicas.remove(replica)
        asyncio.get_running_loop().remove_reader(replica.wire.fileno())
        replica.wire.close()
        replica.process.join()


def _tell(replica: Replica, words: object) -> None:
    with suppress(OSError):  # it has just been killed; whatever matters is sent again
        replica.wire.send(words)
