"""A provider in the OpenAI dialect that does what the prompt tells it to: how much it counts, and how it fails."""

import asyncio
import json

import streams

# How a provider can treat a call.
WELL, REFUSES, BREAKS, STALLS = "well", "refuses", "breaks", "stalls"


class Provider(streams.Provider):
    """The user's text is JSON: `usage` as it shall be counted, and for each provider's name how it behaves.

    The name is the first part of the path. Content is as many tokens of four characters as `usage` says without reasoning.
    """

    TOKENS_A_WRITE = 10

    def __init__(self):
        super().__init__(None, delay=0)
        self.stalled = 0

    def at(self, name):
        return f"http://127.0.0.1:{self.port}/{name}/v1"

    async def serve(self, reader, writer):
        try:
            while True:
                line, _, payload = await streams.read_message(reader)
                self.calls += 1
                _, name, *path = line.split()[1].split("/")
                await self.obey(name, path[-1] == "embeddings", json.loads(payload), writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    async def obey(self, name, embeds, body, writer):
        orders = json.loads(body["input"][0]) if embeds else orders_of(body["messages"])
        behaviour = orders.get(name, WELL)
        usage = orders["usage"]
        visible = usage["completion_tokens"] - usage.get("completion_tokens_details", {}).get("reasoning_tokens", 0)
        if behaviour == REFUSES:
            writer.write(plain(b"500 Internal Server Error", {"error": {"message": "not today", "type": "server_error"}}))
        elif embeds:
            vector = {"object": "embedding", "index": 0, "embedding": [0.5, 0.25]}
            usage = {name: usage[name] for name in ("prompt_tokens", "total_tokens")}
            writer.write(plain(b"200 OK", {"object": "list", "model": "proof", "data": [vector], "usage": usage}))
        elif not body.get("stream"):
            if behaviour == STALLS:
                await self.stall(writer)
            choice = {"index": 0, "message": {"role": "assistant", "content": self.TOKEN * visible}, "finish_reason": "stop"}
            answer = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "proof", "choices": [choice]}
            writer.write(plain(b"200 OK", {**answer, "usage": usage}))
        else:
            await self.tell(behaviour, visible, usage, writer)
        await writer.drain()

    async def tell(self, behaviour, visible, usage, writer):
        writer.write(streams.STREAM_HEAD)
        until = visible if behaviour == WELL else visible // 2
        for first in range(0, until, self.TOKENS_A_WRITE):
            tokens = min(self.TOKENS_A_WRITE, until - first)
            writer.write(streams.piece(streams.event({"content": self.TOKEN}) * tokens))
            await writer.drain()
            await asyncio.sleep(0)
        if behaviour == STALLS:
            await self.stall(writer)
        if behaviour == BREAKS:
            raise ConnectionResetError
        last = streams.event({}, "stop") + streams.event(None, usage=usage) + b"data: [DONE]\n\n"
        writer.write(streams.piece(last) + streams.piece(b""))

    async def stall(self, writer):
        """Says nothing more until the router leaves."""
        self.stalled += 1
        while not writer.is_closing() and not writer.transport.is_closing():
            await asyncio.sleep(0.02)
        raise ConnectionResetError


def orders_of(messages):
    """What the caller wrote; a stream that is carried on has further messages behind it."""
    asked = next(message["content"] for message in messages if message["role"] == "user")
    return json.loads(asked if isinstance(asked, str) else next(part["text"] for part in asked if part["type"] == "text"))


def plain(status, value):
    body = json.dumps(value).encode()
    return b"HTTP/1.1 %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (status, len(body), body)
