"""Requests a minute, kept by two routers with one Redis, over more than a minute of the true clock.

Three keys at once. Behind one come twice as many requests as 600 a minute, behind one as many as conform, in gusts, and behind one
a single caller who asks twice a second for 6 a minute. No 60 seconds may admit more than limit and burst; who conforms is never
refused; and `X-RateLimit-*` and `Retry-After` are what a model of our own says, to a second.
"""

import asyncio
import collections
import random
import time

import cluster
import wire

SECONDS = 80
WINDOW = 60
TRUE_TO = 1  # seconds, that headers may be off
BURSTS = {"flood": 60, "calm": 60, "slow": 6}
LIMITS = {"flood": 600, "calm": 600, "slow": 6}
BODY = {"model": "proof/model", "max_tokens": 1, "messages": [{"role": "user", "content": "again"}]}

Seen = collections.namedtuple("Seen", "sent got status headers")


def key(name):
    return f"sk-cambio-pace-{name}"


def configuration(provider):
    keys = "".join(f"\n  - {{name: {name}, hash: {cluster.key_hash(key(name))}}}" for name in (*LIMITS, "warm"))
    limits = "".join(
        f"\n  - {{scope: key, subject: {cluster.key_hash(key(name))}, requests_per_minute: {limit}, on_store_failure: closed}}"
        for name, limit in LIMITS.items()
    )
    return f"""keys:{keys}
limits:{limits}
providers:
  - {{id: proof, name: proof, dialect: openai-chat, base_url: "{provider.url}", auth: none}}
models:
  - {{slug: proof/model, name: proof, kind: chat, context: 100000, input: [text], output: [text]}}
endpoints:
  - {{provider: proof, model: proof/model, upstream: proof, context: 100000, prices: {{input: "0", output: "1.00"}}}}
"""


class Callers:
    """Who comes with one key, to both routers in turn."""

    def __init__(self, name, ports):
        self.name = name
        self.ports = ports
        self.idle = collections.defaultdict(list)
        self.seen = []
        self.turn = 0

    async def call(self):
        self.turn += 1
        port = self.ports[self.turn % len(self.ports)]
        # OpenRouter's door tells a refusal's reading, OpenAI's that of every answer.
        path = "/api/v1/chat/completions" if self.turn % 4 < 2 else "/v1/chat/completions"
        caller = self.idle[port, path].pop() if self.idle[port, path] else wire.Client(port, key(self.name), path)
        sent = time.time()
        status, headers, _ = await caller.ask(BODY)
        self.seen.append(Seen(sent, time.time(), status, headers))
        self.idle[port, path].append(caller)
        return self.seen[-1]

    async def flood(self, seconds):
        """Twice the limit's pace, whatever becomes of it; first as many at once as two bursts."""
        calls = [asyncio.create_task(self.call()) for _ in range(2 * BURSTS[self.name])]
        began = time.monotonic()
        for number in range(int(seconds * LIMITS[self.name] / 60 * 2)):
            await asyncio.sleep(began + number * 60 / LIMITS[self.name] / 2 - time.monotonic())
            calls.append(asyncio.create_task(self.call()))
        await asyncio.gather(*calls)

    async def calm(self, seconds):
        """In gusts, but never more than a bucket of three quarters of the burst pays for, filled at 99 % of the pace."""
        draw = random.Random(1)
        bucket = level = BURSTS[self.name] * 3 / 4
        calls, began = [], time.monotonic()
        last = began
        while time.monotonic() - began < seconds:
            await asyncio.sleep(draw.choice((0.02, 0.1, 0.5, 3)))
            now = time.monotonic()
            level = min(bucket, level + (now - last) * LIMITS[self.name] / 60 * 0.99)
            last = now
            gust = draw.randint(0, int(level))
            level -= gust
            calls += [asyncio.create_task(self.call()) for _ in range(gust)]
        await asyncio.gather(*calls)

    async def slow(self, seconds):
        """Twice a second, one after the other; now and then somebody waits as he is told, and is admitted then."""
        began, wronged = time.monotonic(), []
        while time.monotonic() - began < seconds:
            answer = await self.call()
            patient = answer.status == 429 and len(self.seen) % 20 == 0
            await asyncio.sleep(int(answer.headers["retry-after"]) if patient else 0.5)
            if patient and (await self.call()).status != 200:
                wronged.append("who waited as told was refused")
        return wronged


def most_in_a_window(seen):
    """The most that was certainly admitted within 60 s: sent and answered in between."""
    admitted = sorted(one for one in seen if one.status == 200)
    most = 0
    for first in admitted:
        most = max(most, sum(first.sent <= one.sent and one.got < first.sent + WINDOW for one in admitted))
    return most


class Model:
    """When the whole burst of a pace is there again, by what was admitted before. When a router asked Redis is not known, only
    that it was between a call and its answer: so there is an earliest and a latest instant."""

    def __init__(self, name, seen):
        self.interval, self.burst = 60 / LIMITS[name], BURSTS[name]
        self.by_sent = sorted((one for one in seen if one.status == 200), key=lambda one: one.sent)
        self.by_got = sorted(self.by_sent, key=lambda one: one.got)

    def full_again(self, one):
        """Without the call itself."""
        earliest = latest = 0.0
        for other in self.by_sent:
            if other.got < one.sent:
                earliest = max(earliest, other.sent) + self.interval
        for other in self.by_got:
            if other.sent < one.got and other is not one:
                latest = max(latest, other.got) + self.interval
        return max(earliest, one.sent), max(latest, one.got)


def beside(number, low, high):
    """How far a number is from lying between two."""
    return max(0.0, low - number, number - high)


def headers_of(one):
    """What is told of a reading: limit, remaining, and seconds since 1970 when the burst is whole again; None where nothing is."""
    if one.status == 429:
        return (*(int(one.headers[f"x-ratelimit-{part}"]) for part in ("limit", "remaining")), int(one.headers["x-ratelimit-reset"]) / 1000)
    reset = one.headers.get("x-ratelimit-reset-requests")
    if reset is None:
        return None
    told = (int(one.headers[f"x-ratelimit-{part}-requests"]) for part in ("limit", "remaining"))
    return (*told, one.got + int(reset.removesuffix("ms")) / 1000)


def judged(name, seen):
    """What is off with the statuses and headers of one key's answers, and by how many seconds headers were off at most."""
    model, off, wrong = Model(name, seen), 0.0, []
    interval, burst = model.interval, model.burst
    for one in seen:
        if one.status not in (200, 429):
            wrong.append(f"{name}: {one.status}")
            continue
        low, high = model.full_again(one)
        if one.status == 200:
            low, high = low + interval, high + interval
        else:
            until = (burst - 1) * interval
            off = max(off, beside(int(one.headers["retry-after"]), max(0, low - until - one.got), high - until - one.sent))
        told = headers_of(one)
        if told is not None:
            limit, remaining, reset = told
            off = max(off, beside(reset, low, high + one.got - one.sent))
            left = [min(burst, max(0, burst - span / interval)) for span in (high - one.sent, low - one.got)]
            # A second's worth of the pace, and parts of one are none.
            if limit != LIMITS[name] or beside(remaining, *left) > max(1, TRUE_TO / interval):
                wrong.append(f"{name}: {remaining} of {limit} remaining, {left[0]:.1f} to {left[1]:.1f} expected")
    if off > TRUE_TO:
        wrong.append(f"{name}: headers off by {off:.2f} s")
    return wrong, off


async def prove(arguments, provider):
    """Prints what was seen; gives what is wrong with it."""
    with cluster.folder("pace", arguments.logs) as folder:
        # What is looked at is the pace, and not what a router does without Redis.
        with cluster.cluster(folder, configuration(provider), redis_timeout="2s") as (_, _, routers):
            ports = [router.port for router in routers]
            warm = Callers("warm", ports)
            for _ in range(40):
                await asyncio.gather(*(warm.call() for _ in range(20)))
            flood, calm, slow = (Callers(name, ports) for name in ("flood", "calm", "slow"))
            began = time.monotonic()
            ways = flood.flood(SECONDS), calm.calm(SECONDS), slow.slow(SECONDS)
            _, _, wrong = await asyncio.gather(*ways)
            seconds = time.monotonic() - began
    for callers in (flood, calm, slow):
        name = callers.name
        off_by_key, off = judged(name, callers.seen)
        wrong += off_by_key
        statuses = collections.Counter(one.status for one in callers.seen)
        most, bound = most_in_a_window(callers.seen), LIMITS[name] + BURSTS[name]
        if most > bound:
            wrong.append(f"{name}: {most} in {WINDOW} s")
        print(
            f"requests {name}: {LIMITS[name]} a minute, {len(callers.seen)} asked in {seconds:.0f} s, {statuses[200]} admitted, "
            f"{statuses[429]} refused; at most {most} in {WINDOW} s (bound {bound}); headers true to {off:.2f} s",
            flush=True,
        )
    if any(one.status != 200 for one in calm.seen):
        wrong.append("who conforms was refused")
    if len([one for one in flood.seen if one.status == 200]) < 0.95 * LIMITS["flood"] / 60 * seconds:
        wrong.append("flood: less than its pace was admitted")
    for what in sorted(set(wrong)):
        print(f"requests WRONG: {what} ({wrong.count(what)} times)", flush=True)
    return wrong
