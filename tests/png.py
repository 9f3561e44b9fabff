"""The pixels of a PNG, for tests that look at a sheet."""

from __future__ import annotations

import struct
import zlib


def grays(png: bytes) -> list[list[int]]:
    """Rows of the pixels of PNG, eight bits a channel, each as a printer without colors has it: 0 is black."""
    width, height, _, kind = struct.unpack(">IIBB", png[16:26])
    channels, data, at = {2: 3, 6: 4}[kind], b"", 8
    while at < len(png):
        (size,), name = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        data += png[at + 8 : at + 8 + size] if name == b"IDAT" else b""
        at += size + 12
    rows, raw, before = [], zlib.decompress(data), bytearray(width * channels)
    for top in range(0, len(raw), width * channels + 1):
        before = _unfiltered(raw[top], bytearray(raw[top + 1 : top + 1 + width * channels]), before, channels)
        rows.append([(299 * before[x] + 587 * before[x + 1] + 114 * before[x + 2]) // 1000 for x in range(0, len(before), channels)])
    assert len(rows) == height
    return rows


def _unfiltered(kind: int, row: bytearray, above: bytearray, channels: int) -> bytearray:
    """See https://www.w3.org/TR/png-3/#9Filters."""
    for x in range(len(row)):
        left, up, corner = (row[x - channels], above[x], above[x - channels]) if x >= channels else (0, above[x], 0)
        row[x] = (row[x] + (0, left, up, (left + up) // 2, _nearest(left, up, corner))[kind]) & 255
    return row


def _nearest(left: int, up: int, corner: int) -> int:
    return min((left, up, corner), key=lambda one: abs(left + up - corner - one))
