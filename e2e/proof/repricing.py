"""Prices that change while calls come: each is charged at the price that was in force when it was admitted, and at no mixture.

Calls come at a steady pace to two routers with one Redis and one PostgreSQL. A provider takes up to a second and a half for each,
so that prices change under hundreds of them. Every answer, record and entry of the ledger is held against an arithmetic of our
own: one list of prices pays for the whole call, it is the list that the record's price version stands for in all records, and the
router had it in force at some moment between the call and its arrival at the provider.
"""

import asyncio
import collections
import json
import os
import random
import time
from decimal import Decimal

import cluster
import stores
import wire

RATE = 300
SECONDS = 20
EVERY = 2  # seconds between two changes
AT_ONCE = 1_500  # calls under way at most
KEYS = [f"sk-cambio-prices-{number}" for number in range(8)]
INPUT = 37
# Nano-USD a token, prompt and answer. No sum of one list is that of another or of a mixture, for up to 60 tokens of an answer.
PRICES = [(100_003 + 7_919 * number, 1_000_000_007 + 15_485_863 * number * number) for number in range(SECONDS // EVERY)]
LIST = "model: proof/model, upstream: proof"

Seen = collections.namedtuple("Seen", "number router sent got status cost generation")
Row = collections.namedtuple("Row", "version cost entry")


def endpoint(prices):
    usd = [f"{Decimal(price) / 1000:f}" for price in prices]
    return f'  - {{provider: proof, {LIST}, context: 100000, prices: {{input: "{usd[0]}", output: "{usd[1]}"}}}}'


def configuration(provider):
    keys = "".join(f"\n  - {{name: {key[10:]}, hash: {cluster.key_hash(key)}, organization: prices}}" for key in KEYS)
    return f"""keys:{keys}
budgets:
  - {{scope: key, subject: "*", limit: 1000000}}
limits:
  - {{scope: key, subject: "*", requests_per_minute: 1000000}}
providers:
  - {{id: proof, name: proof, dialect: openai-chat, base_url: "{provider.url}", auth: none}}
models:
  - {{slug: proof/model, name: proof, kind: chat, context: 100000, input: [text], output: [text]}}
endpoints:
{endpoint(PRICES[0])}
"""


class Provider(wire.Provider):
    """Notes when each call came, and takes its time."""

    def __init__(self):
        super().__init__(lambda body: body["max_tokens"], INPUT)
        self.arrived = {}
        self.draw = random.Random(3)

    def answer(self, payload):
        number = json.loads(payload)["messages"][-1]["content"]
        self.arrived[int(number)] = time.monotonic()
        self.delay = self.draw.choice((0, 0.05, 0.5, 1.5))
        return super().answer(payload)


def tokens(number):
    return 1 + number % 60


def costing(prices, number):
    return INPUT * prices[0] + tokens(number) * prices[1]


class Callers:
    def __init__(self, ports):
        self.ports = ports
        self.idle = collections.defaultdict(list)
        self.seen = []
        self.under_way = set()

    async def come(self, numbers, rate):
        began = time.monotonic()
        for turn, number in enumerate(numbers):
            await asyncio.sleep(began + turn / rate - time.monotonic())
            while len(self.under_way) >= AT_ONCE:
                await asyncio.wait(self.under_way, return_when=asyncio.FIRST_COMPLETED)
            call = asyncio.create_task(self.ask(number))
            self.under_way.add(call)
            call.add_done_callback(self.under_way.discard)
        took = time.monotonic() - began
        if self.under_way:
            await asyncio.wait(self.under_way)
        return took

    async def ask(self, number):
        router, key = number % len(self.ports), KEYS[number % len(KEYS)]
        idle = self.idle[router, key]
        caller = idle.pop() if idle else wire.Client(self.ports[router], key)
        body = {"model": "proof/model", "max_tokens": tokens(number), "messages": [{"role": "user", "content": str(number)}]}
        sent = time.monotonic()
        status, headers, answer = await caller.ask(body)
        idle.append(caller)
        cost = answer.get("usage", {}).get("cost")
        nanos = None if cost is None else round(Decimal(str(cost)) * 10**9)
        self.seen.append(Seen(number, router, sent, time.monotonic(), status, nanos, headers.get("x-generation-id")))


def reprice(routers, prices):
    """Puts other prices into the routers' configurations; gives the moment before."""
    before = time.monotonic()
    for router in routers:
        lines = router.config.read_text().split("\n")
        changed = [endpoint(prices) if LIST in line else line for line in lines]
        router.config.with_suffix(".new").write_text("\n".join(changed))
        # As a whole: half a file would be no configuration.
        os.replace(router.config.with_suffix(".new"), router.config)
    return before


async def change(routers, written):
    for prices in PRICES[1:]:
        await asyncio.sleep(EVERY)
        written.append(reprice(routers, prices))


async def rows(sql):
    """What is on record, and in the ledger, by generation."""
    found = await sql.rows(
        "select g.id, g.price_version, g.cost_total, -sum(p.amount) from generation g left join ledger_entry e on e.id = g.id "
        "left join ledger_posting p on p.sequence = e.sequence and p.account = 'usage' group by 1, 2, 3"
    )
    return {row[0]: Row(row[1], int(row[2] or 0), int(row[3] or 0)) for row in found}


def judged(seen, kept, arrived, written):
    """What is wrong, and how many calls had each list of prices."""
    wrong, counts, versions = [], collections.Counter(), collections.defaultdict(set)
    priced = []
    for one in seen:
        if one.status != 200 or one.cost is None:
            wrong.append(f"a call was answered {one.status}, cost {one.cost}")
            continue
        lists = [index for index, prices in enumerate(PRICES) if costing(prices, one.number) == one.cost]
        row = kept.get(one.generation)
        if len(lists) != 1 or row is None:
            wrong.append("a cost is that of no list" if row else "a generation is not on record")
            continue
        if row.cost != one.cost or row.entry != one.cost:
            wrong.append("answer, record and entry differ")
        counts[lists[0]] += 1
        versions[row.version].add(lists[0])
        priced.append((one, lists[0]))
    if any(len(lists) != 1 for lists in versions.values()) or len(versions) != len(counts):
        wrong.append(f"price versions stand for {dict(versions)}")
    for one, index in priced:
        if arrived[one.number] < written[index]:
            wrong.append("a call has a price of later")
    for router in {one.router for one, _ in priced}:
        own = [(one, index) for one, index in priced if one.router == router]
        for index in range(1, len(PRICES)):
            # When a call at this list came to the provider, it was in force; older ones were not any more.
            in_force = min((arrived[one.number] for one, other in own if other >= index), default=None)
            if in_force is not None and any(other < index and one.sent > in_force for one, other in own):
                wrong.append("a call has a price of before")
    return wrong, counts


def straddled(seen, arrived, written):
    """How many calls were at the provider when a price changed."""
    return sum(any(arrived[one.number] < moment < one.got for moment in written[1:]) for one in seen if one.number in arrived)


async def prove(arguments, _):
    """Prints what was seen; gives what is wrong with it."""
    provider = await Provider().start()
    with cluster.folder("prices", arguments.logs) as folder:
        with cluster.cluster(folder, configuration(provider), redis_timeout="2s") as (_, postgres, routers):
            ports = [router.port for router in routers]
            sql = stores.Sql(postgres.port)
            await Callers(ports).come(range(-2_000, 0), RATE)
            callers, written = Callers(ports), [0.0]
            changing = asyncio.create_task(change(routers, written))
            began = time.monotonic()
            took = await callers.come(range(RATE * SECONDS), RATE)
            await changing
            kept = await rows(sql)
            sql.close()
            sound, said = cluster.verified(routers[0])
    wrong, counts = judged(callers.seen, kept, provider.arrived, written)
    if not sound:
        wrong.append(said)
    if len(counts) < len(PRICES) / 2:
        wrong.append("prices did not change under the calls")
    if len(kept) != len(callers.seen) + 2_000:
        wrong.append(f"{len(kept)} generations on record")
    print(
        f"prices: {len(callers.seen)} calls, {len(callers.seen) / took:.0f} a second, {len(written) - 1} changes; "
        f"calls at each list {[counts[index] for index in range(len(PRICES))]}; "
        f"{straddled(callers.seen, provider.arrived, written)} under way at a change; "
        f"answers = records = entries {sum(one.cost or 0 for one in callers.seen)} nano-USD in {time.monotonic() - began:.0f} s",
        flush=True,
    )
    for what in sorted(set(wrong)):
        print(f"prices WRONG: {what} ({wrong.count(what)} times)", flush=True)
    return wrong
