"""What calls cost, to the nano-dollar: streams that are not heard to their end, prices that change, counts that are nonsense."""

import asyncio
import concurrent.futures
import json
import os
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
    `ends` has it end the answer with the `usage` that it was told to count, once the gate is open.
    """

    def __init__(self, input_tokens):
        super().__init__(None, input_tokens)
        self.gate = True
        self.waiting = 0

    async def serve(self, reader, writer):
        try:
            while True:
                line, _, payload = await streams.read_message(reader)
                body = json.loads(payload)
                await self.tell(line.split()[1].startswith("/counting/"), json.loads(body["messages"][-1]["content"]), writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    async def tell(self, counting, orders, writer):
        if orders.get("whole"):
            writer.write(whole(orders["usage"]))
            return await writer.drain()
        writer.write(streams.STREAM_HEAD)
        number = 0
        while orders["tokens"] is None or number < orders["tokens"]:
            number += 1
            usage = {"usage": self.usage(number)} if counting else {}
            writer.write(streams.piece(streams.event({"content": TOKENS[number % len(TOKENS)]}, **usage)))
            await writer.drain()
            if number % 20 == 0:
                await asyncio.sleep(0)
        if orders.get("ends"):
            await self.at_the_gate()
            usage = orders.get("usage") or self.usage(number)
            last = streams.event({}, "stop") + streams.event(None, usage=usage) + b"data: [DONE]\n\n"
            writer.write(streams.piece(last) + streams.piece(b""))
            return await writer.drain()
        while not writer.transport.is_closing():
            await asyncio.sleep(0.02)
        raise ConnectionResetError


    async def at_the_gate(self):
        self.waiting += 1
        while not self.gate:
            await asyncio.sleep(0.01)
        self.waiting -= 1


def whole(usage):
    choice = {"index": 0, "message": {"role": "assistant", "content": "word word word"}, "finish_reason": "stop"}
    answer = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "proof", "choices": [choice], "usage": usage}
    body = json.dumps(answer).encode()
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)


def key(name):
    return f"sk-cambio-abort-{name}"


ABORTS = [(kind, tokens) for kind in ("counting", "silent") for tokens in (1, 7, 50, 333)]
NAMES = [f"{kind}-{tokens}" for kind, tokens in ABORTS] + ["counting-end", "silent-end", "counting-price", "counting-nonsense"]


def configuration(provider):
    keys = "".join(
        f"\n  - {{name: {name}, hash: {cluster.key_hash(key(name))}, workspace: {name}, "
        f'limit_usd: "{"100" if name == "counting-price" else "0.04"}"}}'
        for name in NAMES
    )
    kinds = ("counting", "silent")
    providers = "".join(
        f'\n  - {{id: {kind}, name: {kind}, dialect: openai-chat, base_url: "{provider.url.replace("/v1", f"/{kind}/v1")}", auth: none}}'
        for kind in kinds
    )
    models = "".join(f"\n  - {{slug: proof/{kind}, name: {kind}, kind: chat, context: 100000, input: [text]}}" for kind in kinds)
    models += "\n  - {slug: proof/price, name: price, kind: chat, context: 100000, input: [text]}"
    endpoints = "".join(
        f"\n  - {{provider: {kind}, model: proof/{kind}, upstream: proof, context: 100000, "
        f'prices: {{input: "3.00", output: "15.00"}}}}'
        for kind in kinds
    )
    return f"""keys:{keys}
providers:{providers}
models:{models}
endpoints:{endpoints}
  - {{provider: counting, model: proof/price, upstream: proof, context: 100000, prices: {{input: "3.00", output: "15.00"}}}}
"""


@pytest.fixture(scope="module")
def router(tmp_path_factory):
    """A router of its own before the tellers."""
    with streams.beside(Teller(PROMPT_TOKENS)) as provider:
        with cluster.alone(tmp_path_factory.mktemp("charges"), configuration(provider)) as started:
            started.provider = provider
            yield started


def ask(router, name, tokens, orders=None, **members):
    body = {"model": f"proof/{name.split('-')[0]}", "stream": True, "max_tokens": 64_000, **members}
    body["messages"] = [{"role": "user", "content": json.dumps({"tokens": tokens, **(orders or {})})}]
    headers = {"authorization": f"Bearer {key(name)}"}
    return {"url": f"http://127.0.0.1:{router.port}/api/v1/chat/completions", "headers": headers, "json": body, "timeout": 120}


def get(router, name, path):
    response = httpx.get(
        f"http://127.0.0.1:{router.port}/api/v1/{path}", headers={"authorization": f"Bearer {key(name)}"}, timeout=120
    )
    return json.loads(response.text, parse_float=Decimal).get("data") if response.status_code == 200 else None


def recorded(router, name, generation):
    """The record of a generation, once it is there."""
    deadline = time.monotonic() + 120
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
    deadline = time.monotonic() + 120
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


PRICES = [(3_000, 15_000), (1_000, 5_000), (7_001, 35_003)]


def reprice(router, prices):
    """Changes the price of a model in the configuration, which the router takes up by itself."""
    file = router.config
    lines = file.read_text().split("\n")
    usd = [f"{price / 1000:.6f}" for price in prices]
    changed = [
        f"  - {{provider: counting, model: proof/price, upstream: proof, context: 100000, "
        f'prices: {{input: "{usd[0]}", output: "{usd[1]}"}}}}'
        if "model: proof/price" in line
        else line
        for line in lines
    ]
    # As a whole: half a file would be no configuration.
    file.with_suffix(".new").write_text("\n".join(changed))
    os.replace(file.with_suffix(".new"), file)


def costing(prices, tokens):
    return PROMPT_TOKENS * prices[0] + tokens * prices[1]


def priced_call(router, tokens):
    """One stream to its end; the cost that it tells, in nano-USD, and the id of its generation."""
    with httpx.stream("POST", **ask(router, "counting-price", tokens, {"ends": True}, model="proof/price")) as response:
        assert response.status_code == 200, response.read()
        events = [json.loads(line[6:], parse_float=Decimal) for line in response.iter_lines() if line.startswith("data: {")]
        usage = next(event["usage"] for event in reversed(events) if event.get("usage"))
        return nanos(usage["cost"]), response.headers["x-generation-id"]


def in_force(router, prices):
    """Waits until calls are charged at these prices."""
    deadline = time.monotonic() + 120
    while priced_call(router, 1)[0] != costing(prices, 1):
        assert time.monotonic() < deadline, f"{prices} are not taken up"
        time.sleep(0.05)


def test_a_call_costs_what_was_the_price_when_it_was_admitted(router):
    """Whatever becomes of the price until it ends; and every call under load has the one price or the other, never a mixture."""
    router.provider.gate = False
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        early = [pool.submit(priced_call, router, 20 + number) for number in range(4)]
        deadline = time.monotonic() + 120
        while router.provider.waiting < 4:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        reprice(router, PRICES[1])
        router.provider.gate = True
        # Those that wait may go on now or later: their price was fixed when they were admitted.
        load = [pool.submit(priced_call, router, 3 + number % 50) for number in range(60)]
        in_force(router, PRICES[1])
        reprice(router, PRICES[2])
        load += [pool.submit(priced_call, router, 3 + number % 50) for number in range(60, 120)]
        in_force(router, PRICES[2])
        for number, call in enumerate(early):
            assert call.result(60)[0] == costing(PRICES[0], 20 + number)
        told = [call.result(60) for call in load]
    for number, (cost, generation) in enumerate(told):
        assert cost in [costing(prices, 3 + number % 50) for prices in PRICES], generation
    late = priced_call(router, 9)
    assert late[0] == costing(PRICES[2], 9)
    for cost, generation in (told[0], told[-1], late):
        assert nanos(get(router, "counting-price", f"generation?id={generation}")["total_cost"]) == cost


NONSENSE = [-1, 2**63, 2**31, 1e30, "many", 0.5]


@pytest.mark.parametrize("place", ["prompt_tokens", "completion_tokens"])
def test_nonsense_of_a_provider_makes_no_money(router, place):
    """Counts that cannot be are thrown away: the call costs what was counted here, at least something, and no credit is made."""
    name = "counting-nonsense"
    before = left(router, name)
    spent = 0
    for count in NONSENSE:
        usage = {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8, place: count}
        # The prompt too is as long as the router takes it to be: what the provider says of it is part of the nonsense.
        answer = httpx.post(**ask(router, name, 3, {"whole": True, "usage": usage}, stream=False))
        assert answer.status_code == 200, answer.text
        cost = nanos(json.loads(answer.text, parse_float=Decimal)["usage"]["cost"])
        assert 0 < cost < 10**6, answer.text
        spent += cost
    assert left(router, name) == before - spent
