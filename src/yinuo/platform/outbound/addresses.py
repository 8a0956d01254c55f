"""
Which addresses a request that somebody configured may reach.

An address typed into a form must not lead our server to the machines behind the wall: the database, the cloud's
metadata service, an office printer. Names are resolved here, once, and the request goes to exactly the
address that was looked at, so that a second answer of the name server changes nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from yinuo.kernel.errors import DomainError

_NAT64 = IPv6Network("64:ff9b::/96")


class CannotReachOutside(DomainError):
    """The address is an inner one, unknown, or of a form that is never asked."""

    code = "outbound.cannot_reach"


def is_inner(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is not one of the public network, also where it only wraps another."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None:
            wrapped = address.teredo[1]
        if address in _NAT64:
            wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_inner(wrapped)
        if address.is_site_local:
            return True
    return not address.is_global or address.is_multicast or address.is_reserved


def outer_address(host: str, port: int, *, allowed_hosts: Collection[str] = ()) -> str:
    """
    The one address to connect to for ``host``.

    Args:
        allowed_hosts: names that the operator's own configuration names, such as a vault in the same network:
            they may be inner. Written as in the request, ``host`` or ``host:port``.

    Raises:
        CannotReachOutside: it is not known, or any of its addresses is an inner one.
    """
    name = host.lower().rstrip(".")
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CannotReachOutside(f"The host {host} is not known; check the address.") from None
    addresses = [str(place[0]) for *_, place in found]
    if not {name, f"{name}:{port}"} & {allowed.lower() for allowed in allowed_hosts} and any(
        is_inner(ip_address(address.partition("%")[0])) for address in addresses
    ):
        raise CannotReachOutside(
            f"The host {host} lies within an inner network, which requests to the outside may not reach; "
            "name another, or let the operator allow it in the configuration."
        )
    return addresses[0]
