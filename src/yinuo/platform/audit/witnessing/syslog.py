"""Syslog as witness: RFC 5424, over UDP (RFC 5426), TCP (RFC 6587, octet counting) or a Unix socket."""

from __future__ import annotations

import os
import socket
from datetime import datetime

from yinuo.platform.audit.witnessing.addresses import WitnessAddress
from yinuo.platform.audit.witnessing.statement import CannotWitness, Statement

PATIENCE = 5.0  # seconds
LOG_AUDIT, NOTICE = 13, 5


def message(statement: Statement, *, at: datetime) -> bytes:
    """One RFC 5424 message; its text is the checkpoint in one line."""
    tree = statement.tree
    data = f'[checkpoint@32473 size="{tree.size}" root="{tree.root.hex()}"]'
    head = f"<{LOG_AUDIT * 8 + NOTICE}>1 {at.isoformat(timespec='milliseconds')}"
    text = f"{head} {socket.gethostname()} yinuo {os.getpid()} CHECKPOINT {data} \ufeff{statement.to_line()}"
    return text.encode()


def hand_over(address: WitnessAddress, statement: Statement, *, at: datetime) -> bytes:
    """Send one message; over UDP and Unix sockets nobody says whether it arrived."""
    packet = message(statement, at=at)
    try:
        if address.kind == "syslog+unix":
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.settimeout(PATIENCE)
                line.connect(address.path)
                line.send(packet)
        elif address.kind == "syslog+tcp":
            with socket.create_connection((address.host, address.port), timeout=PATIENCE) as line:
                line.sendall(b"%d %s" % (len(packet), packet))
        else:
            family, kind, protocol, _name, place = socket.getaddrinfo(
                address.host, address.port, type=socket.SOCK_DGRAM
            )[0]
            with socket.socket(family, kind, protocol) as line:
                line.sendto(packet, place)
    except OSError as error:
        raise CannotWitness(f"{address.name} does not answer.", code="witness.unreachable") from error
    return b""
