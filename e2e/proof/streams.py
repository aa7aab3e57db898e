"""A provider in the OpenAI dialect that can stream, over HTTP/1.1 with kept connections, and what its streams are made of."""

import asyncio
import contextlib
import json
import threading


def events(stream):
    """What a stream of server-sent events says."""
    lines = stream.decode().split("\n")
    return [json.loads(line[6:]) for line in lines if line.startswith("data: {")]


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

    TOKEN = "word"  # four characters, which is also what the router takes for a token
    TOKENS_A_WRITE = 50

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
                self.calls += 1
                await self.respond(json.loads(payload), writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass  # the router closed the connection, or the proof is over
        finally:
            writer.close()

    async def respond(self, body, writer):
        wanted = self.size(body)
        tokens = min(wanted, body.get("max_tokens", 1 << 30))
        finish = "stop" if tokens == wanted else "length"
        await asyncio.sleep(self.delay)
        if body.get("stream"):
            await self.stream(tokens, finish, writer)
        else:
            writer.write(self.answer(tokens, finish))
            await writer.drain()

    def usage(self, tokens):
        return {
            "prompt_tokens": self.input_tokens,
            "completion_tokens": tokens,
            "total_tokens": self.input_tokens + tokens,
        }

    def answer(self, tokens, finish):
        choice = {"index": 0, "message": {"role": "assistant", "content": "x"}, "finish_reason": finish}
        body = json.dumps(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1,
                "model": "proof",
                "choices": [choice],
                "usage": self.usage(tokens),
            }
        ).encode()
        return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)

    async def stream(self, tokens, finish, writer):
        writer.write(STREAM_HEAD)
        for first in range(0, tokens, self.TOKENS_A_WRITE):
            writer.write(piece(event({"content": self.TOKEN}) * min(self.TOKENS_A_WRITE, tokens - first)))
            await writer.drain()
            await asyncio.sleep(0)
        writer.write(piece(event({}, finish) + event(None, usage=self.usage(tokens)) + b"data: [DONE]\n\n") + piece(b""))
        await writer.drain()


@contextlib.contextmanager
def beside(provider):
    """Serves in a thread of its own, for tests that wait in theirs."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    try:
        yield asyncio.run_coroutine_threadsafe(provider.start(), loop).result(120)
    finally:
        asyncio.run_coroutine_threadsafe(leave(provider), loop).result(120)
        loop.call_soon_threadsafe(loop.stop)


async def leave(provider):
    """Ends what a provider still serves."""
    provider.server.close()
    serving = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in serving:
        task.cancel()
    await asyncio.gather(*serving, return_exceptions=True)


STREAM_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def piece(data):
    """A chunk of a chunked body; an empty one ends it."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def event(delta, finish=None, **more):
    """A server-sent event of a stream of chat completions; without a delta it has no choice."""
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "proof", "choices": choices, **more}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"
