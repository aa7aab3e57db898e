"""Mixed calls as the official OpenAI client for Python makes them, and what it saw of each."""

import asyncio
import collections
import json
import random
from decimal import Decimal

import openai

import obedient
import prices

# How often each kind of call is made, of a hundred.
KINDS = {"whole": 30, "stream": 30, "fallback": 10, "refused": 6, "broken": 6, "left": 8, "given up": 3, "embedding": 4, "bad": 3}

RETRIES = 20

PICTURE = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

# What a client saw of one call: the id of its generation, its cost in nano-USD (None where no answer told one), and how it ended.
Seen = collections.namedtuple("Seen", "call key generation cost ended")


class Call:
    """One call, drawn at random."""

    def __init__(self, draw, provider):
        self.kind = draw.choices(list(KINDS), KINDS.values())[0]
        self.model = draw.choice([name for name in prices.MODELS if name != "proof/vectors"])
        if self.kind == "embedding":
            self.model = "proof/vectors"
        self.images = draw.randrange(1, 4) if self.model == "proof/seeing" else 0
        self.usage = usage(draw, self.model)
        self.after = draw.randrange(1, 4)
        self.provider = provider

    def body(self):
        orders = {"usage": self.usage, **BEHAVIOUR.get(self.kind, {})}
        text = json.dumps(orders)
        if self.kind == "embedding":
            return {"model": self.model, "input": [text]}
        pictures = [{"type": "image_url", "image_url": {"url": PICTURE}}] * self.images
        content = [{"type": "text", "text": text}, *pictures] if pictures else text
        body = {"model": self.model, "messages": [{"role": "user", "content": content}], "max_tokens": 4000}
        if self.kind == "bad":
            body["temperature"] = 77
        if self.kind in ("stream", "broken", "left"):
            body.update(stream=True, stream_options={"include_usage": True})
        return body

    async def make(self, client, key):
        """Makes the call; its cost is what the client was told."""
        for patience in range(RETRIES, -1, -1):
            try:
                generation, cost, end = await self.ask(client)
                return Seen(self, key, generation, cost, end)
            except openai.APIStatusError as failure:
                # Nothing was generated, so there is nothing to pay. A 503 says to come again: a store was too slow.
                if failure.status_code != 503 or patience == 0:
                    return Seen(self, key, failure.response.headers.get("x-generation-id"), 0, failure.status_code)
                await asyncio.sleep(0.2)

    def expected(self, provider):
        """What it should cost by what this provider counted, nano-USD; None where no single one counted all of it."""
        return prices.cost(provider, self.model, self.usage, self.images) if self.kind in PLAIN else None

    async def ask(self, client):
        if self.kind == "embedding":
            raw = await client.embeddings.with_raw_response.create(**self.body(), encoding_format="float")
            return raw.headers["x-generation-id"], told(raw.parse().usage), "served"
        if self.kind == "given up":
            return await self.give_up(client)
        raw = await client.chat.completions.with_raw_response.create(**self.body())
        generation = raw.headers["x-generation-id"]
        if not self.body().get("stream"):
            return generation, told(raw.parse().usage), "served"
        return (generation, *await self.follow(raw.parse()))

    async def follow(self, stream):
        cost, seen = None, 0
        try:
            async for chunk in stream:
                seen += 1
                cost = told(chunk.usage) if chunk.usage else cost
                if self.kind == "left" and seen > self.after:
                    await stream.close()
                    return None, "left"
        except (openai.APIError, openai.APIConnectionError):
            return cost, "broken"
        return cost, "served"

    async def give_up(self, client):
        """Leaves before a whole answer came: once the provider has the call."""
        before = self.provider.stalled
        asking = asyncio.ensure_future(client.chat.completions.create(**self.body()))
        while self.provider.stalled == before and not asking.done():
            await asyncio.sleep(0.005)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        return None, None, "left"


# What the two providers do; the router asks the first one first, for it is the cheaper one.
BEHAVIOUR = {
    "fallback": {"first": obedient.REFUSES},
    "refused": {"first": obedient.REFUSES, "second": obedient.REFUSES},
    "broken": {"first": obedient.BREAKS, "second": obedient.BREAKS},
    "left": {"first": obedient.STALLS, "second": obedient.STALLS},
    "given up": {"first": obedient.STALLS, "second": obedient.STALLS},
}

# The kinds that one provider answers in full, so that what it counted is what is charged.
PLAIN = ("whole", "stream", "fallback", "embedding")


def told(usage):
    """The cost in an answer's usage, in nano-USD; it is no member that the client knows."""
    cost = (usage.model_extra or {}).get("cost")
    return None if cost is None else int(Decimal(str(cost)).scaleb(9).to_integral_exact())


def usage(draw, model):
    """Counts of all kinds that the model has a price for."""
    prompt = draw.choice([draw.randrange(1, 1000), draw.randrange(1000, 1003), draw.randrange(1003, 9000)])
    completion = draw.randrange(8, 120)
    counts = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    if model == "proof/vectors":
        return {"prompt_tokens": prompt, "completion_tokens": 0, "total_tokens": prompt}
    if "cache_read" in prices.MODELS[model]:
        read = draw.randrange(prompt + 1)
        counts["prompt_tokens_details"] = {"cached_tokens": read}
        if "cache_write" in prices.MODELS[model]:
            counts["prompt_tokens_details"]["cache_write_tokens"] = draw.randrange(prompt - read + 1)
    if "input_audio" in prices.MODELS[model]:
        counts["prompt_tokens_details"]["audio_tokens"] = draw.randrange(prompt + 1)
        counts["completion_tokens_details"] = {"audio_tokens": draw.randrange(completion + 1)}
    if "reasoning" in prices.MODELS[model]:
        counts["completion_tokens_details"] = {"reasoning_tokens": draw.randrange(completion // 2)}
    return counts


async def all_calls(count, ports, keys, provider, seed, at_once=48):
    """Makes so many calls, some of them at once; every key's calls go to every router and door."""
    draw = random.Random(seed)
    todo = iter(range(count))
    seen = []

    async def caller(number):
        clients = {}
        for index in todo:
            call, key = Call(draw, provider), draw.choice(keys)
            base = f"http://127.0.0.1:{ports[index % len(ports)]}/{draw.choice(['v1', 'api/v1'])}"
            if (base, key) not in clients:
                clients[base, key] = openai.AsyncOpenAI(base_url=base, api_key=key, max_retries=0, timeout=60)
            seen.append(await call.make(clients[base, key], key))
        for client in clients.values():
            await client.close()

    await asyncio.gather(*(caller(number) for number in range(at_once)))
    return seen
