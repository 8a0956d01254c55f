"""As much of DER (X.690) as a time stamp needs: write a request, read an answer."""

from __future__ import annotations

from dataclasses import dataclass

INTEGER, OCTETS, NULL, OID, BOOLEAN, SEQUENCE, SET, CONTEXT_0 = 2, 4, 5, 6, 1, 0x30, 0x31, 0xA0
DEEPEST = 4  # octets of a length


class NotDer(ValueError):
    """The bytes are no DER, or not what was expected at this place."""


@dataclass(frozen=True)
class Value:
    """One value: its tag, its content, and all its bytes."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> list[Value]:
        """The values within a sequence, a set or an explicit tag."""
        if not self.tag & 0x20:
            raise NotDer("not constructed")
        found, rest = [], self.content
        while rest:
            value, rest = read(rest)
            found.append(value)
        return found

    def integer(self) -> int:
        if self.tag != INTEGER or not self.content:
            raise NotDer("not a number")
        return int.from_bytes(self.content, "big", signed=True)


def read(data: bytes) -> tuple[Value, bytes]:
    """
    The first value of ``data``, and what follows it.

    Raises:
        NotDer: there is none.
    """
    if len(data) < 2 or data[0] & 0x1F == 0x1F:
        raise NotDer("too short")
    length, start = data[1], 2
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= DEEPEST or len(data) < 2 + count:
            raise NotDer("bad length")
        length, start = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
    if len(data) < start + length:
        raise NotDer("cut off")
    end = start + length
    return Value(data[0], data[start:end], data[:end]), data[end:]


def write(tag: int, *parts: bytes) -> bytes:
    """One value of these contents."""
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def integer(value: int) -> bytes:
    """A whole number, not negative."""
    return write(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    """An object identifier."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    content = bytes([first * 40 + second])
    for part in rest:
        septets = [part & 0x7F]
        while part := part >> 7:
            septets.append(part & 0x7F | 0x80)
        content += bytes(reversed(septets))
    return write(OID, content)
