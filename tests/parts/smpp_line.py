"""The line between SMPP clients and the centre: it sees each PDU pass, may keep it, and can be cut.

smpp34's server takes any password, tells neither priority nor validity and can't drop a session; its line can.
"""

import asyncio
import struct
from collections.abc import Callable
from typing import NamedTuple

from tests.parts import HOST

HEADER = struct.Struct(">IIII")  # command_length, command_id, command_status, sequence_number
CHUNK = 65536  # bytes
ANSWER = 0x80000000  # the bit that makes an answer of a command
SUBMIT = 0x04
BINDS = {0x01: "receiver", 0x02: "transmitter", 0x09: "transceiver"}


class Pdu(NamedTuple):
    command: int
    status: int
    sequence: int
    raw: bytes  # with its header

    def answered_with(self, status: int, body: bytes = b"") -> bytes:
        """The answer to this PDU."""
        return HEADER.pack(HEADER.size + len(body), self.command | ANSWER, status, self.sequence) + body


class Stream:
    """Bytes as they come, cut into PDUs."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Pdu]:
        pdus, start, held = [], 0, self._rest + data
        while len(held) - start >= HEADER.size:
            length, command, status, sequence = HEADER.unpack_from(held, start)
            if len(held) - start < length:
                break
            pdus.append(Pdu(command, status, sequence, held[start : start + length]))
            start += length
        self._rest = held[start:]
        return pdus


class Connection:
    """One client's connection: both of its ends."""

    def __init__(self, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.client, self.server = client, server
        self.ends = False  # hang up when what passes now has passed
        self.last_answer = -1  # the sequence number after whose answer it ends

    def hang_up(self) -> None:
        """Send what is on its way, then close both ends."""
        self.ends = True
        self.client.close()
        self.server.close()


Watch = Callable[[Connection, Pdu], bool]  # whether the PDU goes on


class Line:
    """Listens for clients and joins each with the server behind it."""

    def __init__(self, *, behind: int, upward: Watch, downward: Watch) -> None:
        self._behind, self._upward, self._downward = behind, upward, downward
        self._listener: asyncio.Server | None = None
        self._connections: set[Connection] = set()

    async def open(self, port: int) -> None:
        self._listener = await asyncio.start_server(self._join, HOST, port, backlog=100)

    def close(self) -> None:
        """Refuse new connections and cut those that stand."""
        if self._listener:
            self._listener.close()
        self._listener = None
        self.cut()

    def cut(self) -> None:
        for connection in tuple(self._connections):
            connection.hang_up()

    async def _join(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        server_reader, server = await asyncio.open_connection(HOST, self._behind)
        connection = Connection(client, server)
        self._connections.add(connection)
        await asyncio.gather(
            _pump(connection, reader, server, self._upward),
            _pump(connection, server_reader, client, self._downward),
        )
        self._connections.discard(connection)


async def _pump(
    connection: Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, watch: Watch
) -> None:
    stream = Stream()
    try:
        while not connection.ends and (data := await reader.read(CHUNK)):
            writer.write(b"".join(_passing(connection, stream.feed(data), watch)))
    except ConnectionError:
        pass  # the client was killed: that end is closed, the other is closed now
    finally:
        connection.hang_up()


def _passing(connection: Connection, pdus: list[Pdu], watch: Watch) -> list[bytes]:
    """What goes on; nothing that came after the cut does."""
    passing: list[bytes] = []
    for pdu in pdus:
        if connection.ends:
            break
        if watch(connection, pdu):
            passing.append(pdu.raw)
    return passing
