"""The one network that tests may touch is loopback; anything else fails where it is tried.

An audit hook sees every way that Python has to the network, name look-ups and datagrams included,
from the first import to the last line.
"""

import sys
from ipaddress import IPv4Address, IPv6Address, ip_address

_NAMES = {"socket.getaddrinfo", "socket.gethostbyname"}
_SENDING = {"socket.connect", "socket.sendto", "socket.sendmsg"}


class NetworkError(RuntimeError):
    """A test reached for a host other than this one."""


def block() -> None:
    """Refuse the network beyond loopback for the rest of this process."""
    sys.addaudithook(_audit)


def _audit(event: str, args: tuple[object, ...]) -> None:
    if event in _NAMES and not _names_nobody(args[0]):
        raise NetworkError(f"a test looked up {args[0]!r}")
    if event in _SENDING and _leaves(args[1]):
        raise NetworkError(f"a test reached for {args[1]!r}")


def _names_nobody(host: object) -> bool:
    """Whether looking up this host asks no server: it is a number, this machine or nothing."""
    text = host.decode() if isinstance(host, bytes) else host
    if text in {None, "", "localhost"}:
        return True
    return isinstance(text, str) and _number(text) is not None


def _leaves(address: object) -> bool:
    """Whether an internet address (a tuple of host and port) lies beyond this machine."""
    if not isinstance(address, tuple) or not isinstance(address[0], str):
        return False
    number = _number(address[0])
    return not number.is_loopback if number else address[0] != "localhost"


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
