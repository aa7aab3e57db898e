"""HTTP/1.1 with kept connections, just enough to ask a router, or to be a provider, without costing more than what is measured."""

import asyncio
import json


class Client:
    """One caller with one connection, which is opened again where the router closed it."""

    def __init__(self, port, key, path="/api/v1/chat/completions"):
        self.port = port
        self.head = (
            f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {key}\r\n"
            "content-type: application/json\r\ncontent-length: "
        ).encode()
        self.reader = self.writer = None

    async def ask(self, body):
        """The status, the headers and the JSON of the answer."""
        payload = json.dumps(body).encode()
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(self.head + str(len(payload)).encode() + b"\r\n\r\n" + payload)
        status, headers, answer = await read_message(self.reader)
        if headers.get("connection") == "close":
            self.close()
        return int(status.split()[1]), headers, json.loads(answer) if answer else {}

    def close(self):
        if self.writer is not None:
            self.writer.close()
            self.writer = None


async def read_message(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {}
    for line in head[1:]:
        name, _, value = line.partition(":")
        if name:
            headers[name.lower()] = value.strip()
    if "content-length" in headers:
        return head[0], headers, await reader.readexactly(int(headers["content-length"]))
    if headers.get("transfer-encoding") != "chunked":
        return head[0], headers, b""
    body = b""
    while True:
        size = int(await reader.readuntil(b"\r\n"), 16)
        piece = await reader.readexactly(size + 2)
        if size == 0:
            return head[0], headers, body
        body += piece[:-2]


class Provider:
    """A provider in the OpenAI dialect, whose answers have as many tokens as `size(body)` says. Counts its calls."""

    def __init__(self, size, input_tokens=10, delay=0.01):
        self.size = size
        self.input_tokens = input_tokens
        self.delay = delay
        self.calls = 0

    async def start(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    async def serve(self, reader, writer):
        try:
            while True:
                _, _, payload = await read_message(reader)
                body = json.loads(payload)
                self.calls += 1
                tokens = min(self.size(body), body.get("max_tokens", 1 << 30))
                await asyncio.sleep(self.delay)
                writer.write(self.answer(tokens))
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass  # the router closed the connection, or the proof is over
        finally:
            writer.close()

    def answer(self, tokens):
        body = json.dumps(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1,
                "model": "proof",
                "choices": [{"index": 0, "message": {"role": "assistant", "content": "x"}, "finish_reason": "stop"}],
                "usage": {
                    "prompt_tokens": self.input_tokens,
                    "completion_tokens": tokens,
                    "total_tokens": self.input_tokens + tokens,
                },
            }
        ).encode()
        return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)
