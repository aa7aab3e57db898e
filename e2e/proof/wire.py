"""HTTP/1.1 with kept connections, just enough to ask a router, or to be a provider, without costing more than what is measured."""

import asyncio
import json


class Reader(asyncio.Protocol):
    """Cuts what comes over a connection into messages: a first line, headers and a body."""

    def __init__(self):
        self.buffer = b""
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.buffer += data
        while True:
            message = self.cut()
            if message is None:
                return
            self.message(*message)

    def cut(self):
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        first, *lines = self.buffer[:end].decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        if headers.get("transfer-encoding") == "chunked":
            body, end = unchunked(self.buffer, end + 4)
        else:
            start = end + 4
            end = start + int(headers.get("content-length", "0"))
            body = self.buffer[start:end] if len(self.buffer) >= end else None
        if body is None:
            return None
        self.buffer = self.buffer[end:]
        return first, headers, body


def unchunked(buffer, at):
    """The body and where it ends, or None where some of it is still to come."""
    body = b""
    while True:
        line = buffer.find(b"\r\n", at)
        if line < 0:
            return None, 0
        size = int(buffer[at:line].split(b";")[0], 16)
        at = line + 2 + size + 2
        if len(buffer) < at:
            return None, 0
        if size == 0:
            return body, at
        body += buffer[line + 2 : at - 2]


class Client(Reader):
    """One caller with one connection, which is opened again where the router closed it."""

    def __init__(self, port, key, path="/api/v1/chat/completions", content_type="application/json"):
        super().__init__()
        self.port = port
        self.head = (
            f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {key}\r\n"
            f"content-type: {content_type}\r\ncontent-length: "
        ).encode()
        self.answer = None

    async def ask(self, body):
        """The status, the headers and the JSON of the answer."""
        status, headers, answer = await self.post(json.dumps(body).encode())
        return status, headers, json.loads(answer) if answer else {}

    async def post(self, payload):
        """The status, the headers and the bytes of the answer; EOFError where there is none."""
        loop = asyncio.get_running_loop()
        if self.transport is None or self.transport.is_closing():
            self.buffer = b""
            await loop.create_connection(lambda: self, "127.0.0.1", self.port)
        self.answer = loop.create_future()
        self.transport.write(self.head + str(len(payload)).encode() + b"\r\n\r\n" + payload)
        first, headers, body = await self.answer
        if headers.get("connection") == "close":
            self.close()
        return int(first.split()[1]), headers, body

    def message(self, first, headers, body):
        if self.answer is not None and not self.answer.done():
            self.answer.set_result((first, headers, body))

    def connection_lost(self, why):
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(EOFError("the connection was closed"))

    def close(self):
        if self.transport is not None:
            self.transport.close()
            self.transport = None


class Provider:
    """A provider in the OpenAI dialect, whose answers have as many tokens as `size(body)` says. Counts its calls."""

    def __init__(self, size, input_tokens=10, delay=0.01):
        self.size = size
        self.input_tokens = input_tokens
        self.delay = delay
        self.calls = 0

    async def start(self):
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(lambda: Connection(self), "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    def answer(self, payload):
        self.calls += 1
        body = json.loads(payload)
        tokens = min(self.size(body), body.get("max_tokens", 1 << 30))
        text = (
            '{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"proof","choices":[{"index":0,'
            '"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":%d,'
            '"completion_tokens":%d,"total_tokens":%d}}' % (self.input_tokens, tokens, self.input_tokens + tokens)
        )
        return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(text), text.encode())


class Connection(Reader):
    """A connection that a router asks a provider on, one question after the other."""

    def __init__(self, provider):
        super().__init__()
        self.provider = provider

    def message(self, first, headers, body):
        asyncio.get_running_loop().call_later(self.provider.delay, self.reply, self.provider.answer(body))

    def reply(self, answer):
        if not self.transport.is_closing():
            self.transport.write(answer)
