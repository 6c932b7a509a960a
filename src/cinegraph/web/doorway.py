"""Where the site is reached, and what that asks of a visitor."""

import ipaddress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doorway:
    """How the site stands open.

    `open`: whoever reaches it is the person at the machine; nobody need log in. `hosts`: the names under which it
    may be asked for, without port, in small letters; None: under any, which only a site with log-in can afford.
    """

    open: bool
    hosts: frozenset[str] | None

    def answers_to(self, host: str) -> bool:
        """Whether the site may be asked for under what the Host header says. A page of a strange site that has its
        name lead to this machine (DNS rebinding) is turned away here."""
        name = _without_port(host)
        return bool(name) and (self.hosts is None or name in self.hosts or (self.open and is_loopback(name)))


AT_THE_MACHINE = Doorway(open=True, hosts=frozenset())
"""Bound to loopback, and asked for by its names only."""


def doorway(host: str, names: tuple[str, ...]) -> Doorway:
    """How a site stands open that is bound to `host`, and known by these other names (through a proxy)."""
    hosts = frozenset(name.lower() for name in names)
    if is_loopback(host) and not names:
        return AT_THE_MACHINE
    return Doorway(
        open=False, hosts=hosts | {host.lower(), "localhost", "127.0.0.1", "::1"} if names else None
    )


def is_loopback(host: str) -> bool:
    """Whether the address or name is this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].rstrip(".").lower()
