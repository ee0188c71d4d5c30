"""Tests reach nothing but this machine."""

import socket

import pytest

from tests.network import NetworkError


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_other_machines_are_out_of_reach(host: str) -> None:
    """Connecting and sending beyond loopback fail before anything leaves."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as stream, pytest.raises(NetworkError):
        stream.connect((host, 9))
    with socket.socket(family, socket.SOCK_DGRAM) as datagrams, pytest.raises(NetworkError):
        datagrams.sendto(b"", (host, 9))


def test_names_are_not_looked_up() -> None:
    """No name server hears from a test."""
    with pytest.raises(NetworkError):
        socket.getaddrinfo("heed.invalid", 80)
    with pytest.raises(NetworkError):
        socket.gethostbyname("heed.invalid")


def test_loopback_works() -> None:
    """A server on this machine can be reached by number and by name."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        for host in ("127.0.0.1", "localhost"):
            with socket.create_connection((host, server.getsockname()[1])) as stream:
                assert stream.getpeername()[1] == server.getsockname()[1]
