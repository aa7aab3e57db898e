"""What a stream costs that is not heard to its end: to the nano-dollar, where the provider's stream of tokens is known."""

import asyncio
import json
import pathlib
import re
import sys
import time
from decimal import Decimal

import httpx
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "proof"))

import cluster  # noqa: E402  (its folder has to be on the path first)
import streams  # noqa: E402

INPUT_NANOS, OUTPUT_NANOS = 3_000, 15_000
PROMPT_TOKENS = 37
TOKENS = ("word", ",", "a b c", "eé")  # a piece is a token, however long its text
LIMIT = 40_000_000


class Teller(streams.Provider):
    """Tells as many tokens as it is asked for, one a piece, and then nothing more; or tells for ever.

    A provider that counts says with each piece how many there were so far, as some do; another one says nothing of it.
    """

    async def serve(self, reader, writer):
        try:
            line, _, payload = await streams.read_message(reader)
            body = json.loads(payload)
            await self.tell(line.split()[1].startswith("/counting/"), json.loads(body["messages"][-1]["content"]), writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    async def tell(self, counting, orders, writer):
        writer.write(streams.STREAM_HEAD)
        number = 0
        while orders["tokens"] is None or number < orders["tokens"]:
            number += 1
            usage = {"usage": self.usage(number)} if counting else {}
            writer.write(streams.piece(streams.event({"content": TOKENS[number % len(TOKENS)]}, **usage)))
            await writer.drain()
            if number % 20 == 0:
                await asyncio.sleep(0)
        while not writer.transport.is_closing():
            await asyncio.sleep(0.02)


def key(name):
    return f"sk-cambio-abort-{name}"


ABORTS = [(kind, tokens) for kind in ("counting", "silent") for tokens in (1, 7, 50, 333)]
NAMES = [f"{kind}-{tokens}" for kind, tokens in ABORTS] + ["counting-end", "silent-end"]


def configuration(provider):
    keys = "".join(
        f'\n  - {{name: {name}, hash: {cluster.key_hash(key(name))}, workspace: {name}, limit_usd: "0.04"}}' for name in NAMES
    )
    kinds = ("counting", "silent")
    providers = "".join(
        f'\n  - {{id: {kind}, name: {kind}, dialect: openai-chat, base_url: "{provider.url.replace("/v1", f"/{kind}/v1")}", auth: none}}'
        for kind in kinds
    )
    models = "".join(f"\n  - {{slug: proof/{kind}, name: {kind}, kind: chat, context: 100000, input: [text]}}" for kind in kinds)
    endpoints = "".join(
        f"\n  - {{provider: {kind}, model: proof/{kind}, upstream: proof, context: 100000, "
        f'prices: {{input: "3.00", output: "15.00"}}}}'
        for kind in kinds
    )
    return f"""keys:{keys}
providers:{providers}
models:{models}
endpoints:{endpoints}
"""


@pytest.fixture(scope="module")
def router(tmp_path_factory):
    """A router of its own before the tellers."""
    with streams.beside(Teller(None, PROMPT_TOKENS)) as provider:
        with cluster.alone(tmp_path_factory.mktemp("abort"), configuration(provider)) as started:
            yield started


def ask(router, name, tokens, **members):
    body = {"model": f"proof/{name.split('-')[0]}", "stream": True, "max_tokens": 64_000, **members}
    body["messages"] = [{"role": "user", "content": json.dumps({"tokens": tokens})}]
    headers = {"authorization": f"Bearer {key(name)}"}
    return {"url": f"http://127.0.0.1:{router.port}/api/v1/chat/completions", "headers": headers, "json": body, "timeout": 60}


def get(router, name, path):
    response = httpx.get(
        f"http://127.0.0.1:{router.port}/api/v1/{path}", headers={"authorization": f"Bearer {key(name)}"}, timeout=60
    )
    return json.loads(response.text, parse_float=Decimal).get("data") if response.status_code == 200 else None


def recorded(router, name, generation):
    """The record of a generation, once it is there."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        record = get(router, name, f"generation?id={generation}")
        if record is not None:
            return record
        time.sleep(0.05)
    raise AssertionError(f"no record of {generation}")


def nanos(amount):
    return int(Decimal(amount) * 10**9)


def left(router, name):
    """What is left of a key's budget by three ways to ask: the key's state, the ledger's sum, and a refusal."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        state = get(router, name, "key")
        refusal = httpx.post(**{**ask(router, name, 1), "json": {**ask(router, name, 1)["json"], **DEAR}})
        assert refusal.status_code == 402, refusal.text
        told = re.search(r"only (\S+) USD", refusal.json()["error"]["message"])
        # What is still held comes back with the next step of the stream's end.
        if told and nanos(told.group(1)) == nanos(state["limit_remaining"]):
            assert nanos(state["usage"]) == LIMIT - nanos(state["limit_remaining"])
            return nanos(state["limit_remaining"])
        time.sleep(0.05)
    raise AssertionError(f"the key says {state}, the refusal says {refusal.text}")


# A prompt that no budget here pays for: refused before anything is sent, and it says what is left.
DEAR = {"stream": False, "max_tokens": 1, "messages": [{"role": "user", "content": "x" * 20_000}]}


@pytest.mark.parametrize(("kind", "tokens"), ABORTS)
def test_a_stream_that_is_left_costs_what_was_generated(router, kind, tokens):
    name = f"{kind}-{tokens}"
    with httpx.stream("POST", **ask(router, name, tokens)) as response:
        assert response.status_code == 200, response.read()
        generation = response.headers["x-generation-id"]
        heard = 0
        for line in response.iter_lines():
            heard += contents([line])
            if heard == tokens:
                break
    record = recorded(router, name, generation)
    assert record["cancelled"] is True
    assert record["tokens_completion"] == tokens
    if kind == "counting":
        assert record["tokens_prompt"] == PROMPT_TOKENS
    assert record["tokens_prompt"] > 0
    cost = record["tokens_prompt"] * INPUT_NANOS + tokens * OUTPUT_NANOS
    assert nanos(record["total_cost"]) == cost
    assert left(router, name) == LIMIT - cost


@pytest.mark.parametrize("kind", ["counting", "silent"])
def test_a_stream_that_meets_its_budget_costs_what_was_heard(router, kind):
    name = f"{kind}-end"
    with httpx.stream("POST", **ask(router, name, None)) as response:
        assert response.status_code == 200, response.read()
        generation = response.headers["x-generation-id"]
        lines = list(response.iter_lines())
    error = [json.loads(line[6:]) for line in lines if line.startswith("data: {")][-1]["error"]
    assert error["code"] == 402, error
    record = recorded(router, name, generation)
    tokens = contents(lines)
    # A quarter of what the budget pays for may stay unused, for a provider may count more than is seen.
    assert LIMIT // OUTPUT_NANOS * 7 // 10 < tokens <= LIMIT // OUTPUT_NANOS
    assert record["tokens_completion"] == tokens
    cost = record["tokens_prompt"] * INPUT_NANOS + tokens * OUTPUT_NANOS
    assert nanos(record["total_cost"]) == cost <= LIMIT
    assert left(router, name) == LIMIT - cost


def contents(lines):
    """How many pieces of text lines of a stream bring."""
    events = [json.loads(line[6:]) for line in lines if line.startswith("data: {")]
    return sum(bool(choice["delta"].get("content")) for event in events for choice in event.get("choices", []))
