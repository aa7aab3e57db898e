"""Looks into PostgreSQL and Redis while a proof runs, over one connection each and without holding up whoever else runs."""

import asyncio
import struct


class Sql:
    """PostgreSQL's protocol, as far as a question and its rows need it. For a server that trusts its loopback."""

    def __init__(self, port):
        self.port = port
        self.reader = self.writer = None
        self.turn = asyncio.Lock()

    async def rows(self, sql):
        """The rows, each a list of texts, None for null. RuntimeError with the server's words where it refuses."""
        async with self.turn:
            if self.writer is not None:
                try:
                    return await self.ask(sql)
                except (OSError, EOFError):
                    pass  # it was killed since the last question
            await self.connect()
            return await self.ask(sql)

    async def ask(self, sql):
        try:
            self.send(b"Q", sql.encode() + b"\0")
            return await self.receive()
        except RuntimeError:
            raise
        except BaseException:
            # Whoever stops waiting must not leave his answer to the next question.
            self.close()
            raise

    async def number(self, sql):
        return int((await self.rows(sql))[0][0])

    async def connect(self):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        start = struct.pack("!i", 3 << 16) + b"user\0cambio\0database\0cambio\0\0"
        self.writer.write(struct.pack("!i", len(start) + 4) + start)
        await self.receive()

    def send(self, kind, payload):
        self.writer.write(kind + struct.pack("!i", len(payload) + 4) + payload)

    async def receive(self):
        rows, trouble = [], None
        while True:
            kind, size = struct.unpack("!ci", await self.reader.readexactly(5))
            payload = await self.reader.readexactly(size - 4)
            if kind == b"D":
                rows.append(columns(payload))
            elif kind == b"E":
                trouble = payload.decode(errors="replace").replace("\0", " ")
            elif kind == b"Z":
                if trouble:
                    raise RuntimeError(trouble)
                return rows

    def close(self):
        if self.writer is not None:
            self.writer.close()
            self.writer = None


def columns(payload):
    found, at = [], 2
    for _ in range(struct.unpack_from("!h", payload)[0]):
        size = struct.unpack_from("!i", payload, at)[0]
        at += 4
        found.append(None if size < 0 else payload[at : at + size].decode())
        at += max(0, size)
    return found


class Keys:
    """Redis's protocol, as far as a command and its answer need it."""

    def __init__(self, port):
        self.port = port
        self.reader = self.writer = None
        self.turn = asyncio.Lock()

    async def run(self, *words):
        """The answer: text, a number, None, or a list of such."""
        async with self.turn:
            try:
                if self.writer is None:
                    self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
                command = b"*%d\r\n" % len(words)
                for word in words:
                    data = str(word).encode()
                    command += b"$%d\r\n%s\r\n" % (len(data), data)
                self.writer.write(command)
                return await self.receive()
            except BaseException:
                self.close()
                raise

    async def receive(self):
        line = (await self.reader.readuntil(b"\r\n"))[:-2].decode()
        kind, rest = line[0], line[1:]
        if kind == "+":
            return rest
        if kind == ":":
            return int(rest)
        if kind == "$":
            return None if rest == "-1" else (await self.reader.readexactly(int(rest) + 2))[:-2].decode()
        if kind == "*":
            return [await self.receive() for _ in range(int(rest))]
        raise RuntimeError(line)

    def close(self):
        if self.writer is not None:
            self.writer.close()
            self.writer = None
