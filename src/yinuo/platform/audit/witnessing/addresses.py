"""Where the witnesses are: each one address in the environment. Read before Django is there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

PORTS = {"syslog+udp": 514, "syslog+tcp": 601, "tsa+http": 80, "tsa+https": 443}


@dataclass(frozen=True, kw_only=True)
class WitnessAddress:
    """
    One witness.

    Attributes:
        name: the address without what may be secret; how pages and the database call the witness.
        certificate: of the time stamp service: a PEM file with the one that its stamps must be signed with.
    """

    kind: str
    name: str
    host: str = ""
    port: int = 0
    path: str = ""
    certificate: str = ""


def read_witness(value: str) -> WitnessAddress | None:
    """
    Read ``file:///mnt/audit/checkpoints.txt``, ``syslog+udp://host:514``, ``syslog+tcp://host:601``,
    ``syslog+unix:///dev/log``, ``mailto:auditor@bank.example`` or ``tsa+https://host/path?certificate=/etc/tsa.pem``.

    Returns:
        None where it is none of these.
    """
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    kind, host = parts.scheme, parts.hostname or ""
    if kind in {"file", "syslog+unix"}:
        is_good = not host and parts.path.startswith("/") and not parts.query
        return WitnessAddress(kind=kind, name=value, path=parts.path) if is_good else None
    if kind == "mailto":
        is_good = parts.path.count("@") == 1 and not parts.query and value.isprintable() and " " not in value
        return WitnessAddress(kind=kind, name=value, path=parts.path) if is_good else None
    if kind not in PORTS or not host or parts.username or parts.password:
        return None
    port = port or PORTS[kind]
    return WitnessAddress(
        kind=kind,
        name=f"{kind}://{host}:{port}{parts.path}",
        host=host,
        port=port,
        path=parts.path or "/",
        certificate=parse_qs(parts.query).get("certificate", [""])[0],
    )
