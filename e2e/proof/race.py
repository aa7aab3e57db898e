"""The last cent: many callers at two routers race for money that pays for exactly N calls.

    python race.py [--seeds 100] [--clients 200] [--calls 10] [--only SCENARIO] [--stall 0.08] [--verbose]

A line a seed: what each scenario served and refused, and the sum of costs as the callers saw them next to the sum of the
ledger's debits. Where answers vary, what is left is looked at every 10 ms, in the ledger and in Redis, and must never be below
zero. `--stall` holds Redis up for so long, twice a second: routers do not hear of what it did, and tell it once more. Exit code
1 where anything is off. Real Redis, real PostgreSQL, two routers, which live through all seeds; every seed has organisations,
keys and end users that nobody has seen before.

What is no race is looked at once: requests a minute, for longer than one (pace.py), and prices that change under 300 calls a
second (repricing.py).
"""

import argparse
import asyncio
import collections
import contextlib
import json
import random
import sys
import time
from decimal import Decimal

import cluster
import pace
import repricing
import stores
import wire

OUTPUT_NANOS = 2_000  # nano-USD a token: 2 USD a million
SIZE = 100  # tokens of a fixed-size answer
COST = OUTPUT_NANOS * SIZE
RETRIES = 200
WARM = "sk-cambio-warm"
OPERATOR = "sk-cambio-operator"
SAMPLE_SECONDS = 0.01

Outcome = collections.namedtuple("Outcome", "status cost")


class Scenario:
    """What is bounded in one race; every seed has subjects of its own."""

    prepaid = False
    refusal = 402

    def __init__(self, name, variable=False):
        self.name = name
        self.variable = variable

    def keys(self, seed):
        return [f"sk-cambio-{self.name}-{seed}"]

    def key_rows(self, seed):
        for number, key in enumerate(self.keys(seed)):
            yield (
                f"\n  - {{name: {self.name}-{seed}-{number}, hash: {cluster.key_hash(key)}, "
                f"organization: {self.name}-o{seed}, workspace: {self.name}-w{seed}-{number}}}"
            )

    def rules(self, seed, calls):
        """Lines for `budgets` and for `limits`."""
        scope, subject = {
            "key": ("key", cluster.key_hash(self.keys(seed)[0])),
            "variable": ("workspace", self.workspace(seed)),
            "workspace": ("workspace", self.workspace(seed)),
            "organization": ("organization", f"{self.name}-o{seed}"),
        }[self.name]
        return [budget(scope, subject, calls)], []

    def workspace(self, seed):
        return f"{self.name}-w{seed}-0"

    async def prepare(self, port, seed, calls):
        """What has to be done before a race; gives the keys of its callers."""
        return self.keys(seed)

    def extra(self, seed):
        return {}

    def mine(self, seed, keys):
        """The condition that tells this race's generations."""
        return f"organization = '{self.name}-o{seed}'"

    def left(self, seed, limit):
        """What is left, in the ledger by SQL and in Redis as (root, counter)."""
        organization = f"{self.name}-o{seed}"
        root = f"{organization}/{self.workspace(seed)}"
        ledger = f"select {limit} - coalesce(sum(amount), 0) from ledger_spend where scope = 'workspace' and subject = '{root}'"
        return ledger, (root, f"WORKSPACE:{root}:NEVER:1970-01-01")


class Organization(Scenario):
    """Two workspaces spend one budget, which is leased to them in slices."""

    def keys(self, seed):
        return [f"sk-cambio-{self.name}-{seed}-{side}" for side in "ab"]


class EndUser(Scenario):
    """An end user whom nobody has seen before."""

    def rules(self, seed, calls):
        return [], []

    def extra(self, seed):
        return {"user": f"stranger-{seed}"}


class FreshKey(Scenario):
    """A key that is made, with its limit, a moment before all callers come with it."""

    def key_rows(self, seed):
        return []

    def rules(self, seed, calls):
        return [], []

    async def prepare(self, port, seed, calls):
        maker = wire.Client(port, OPERATOR, "/api/v1/keys")
        status, _, answer = await maker.post(b'{"name": "fresh-%d", "limit": %s}' % (seed, usd(calls).encode()))
        maker.close()
        if status not in (200, 201):
            raise RuntimeError(f"no key was made: {status} {answer}")
        return [json.loads(answer)["key"]]

    def mine(self, seed, keys):
        return f"key_id = '{cluster.key_hash(keys[0])}'"


class Credit(Scenario):
    """Prepaid: an organisation may use what it was granted, and no more."""

    prepaid = True

    def rules(self, seed, calls):
        return [], []

    async def prepare(self, port, seed, calls):
        await grant(port, f"{self.name}-o{seed}", calls)
        return self.keys(seed)

    def left(self, seed, limit):
        ledger = (
            "select coalesce(-sum(amount), 0) from ledger_balance where account in ('credit', 'overdraft') "
            f"and organization = '{self.name}-o{seed}'"
        )
        return ledger, None


class Tokens(Scenario):
    """Tokens a minute: what one minute allows may come at once, and while the race lasts a sixtieth of it each second."""

    refusal = 429

    def rules(self, seed, calls):
        tokens = calls * SIZE
        return [], [f'\n  - {{scope: workspace, subject: "{self.workspace(seed)}", tokens_per_minute: {tokens}, on_store_failure: closed}}']


LOOKS = {"requests": pace.prove, "prices": repricing.prove}

SCENARIOS = [
    Credit("credit"),
    Credit("prepaid", variable=True),
    Scenario("key"),
    Scenario("workspace"),
    Organization("organization"),
    EndUser("enduser"),
    FreshKey("fresh"),
    Scenario("variable", variable=True),
    Tokens("tokens"),
]


def usd(calls):
    """What so many calls cost."""
    return f"{Decimal(calls * COST) / 10**9:f}"


def budget(scope, subject, calls):
    return f'\n  - {{scope: {scope}, subject: "{subject}", limit: {usd(calls)}}}'


async def grant(port, organization, calls):
    """Adds credit, as gRPC over HTTP/1.1."""
    message = json.dumps(
        {"organizationId": organization, "amountUsd": usd(calls), "idempotencyKey": f"race-{organization}"}
    ).encode()
    adder = wire.Client(port, OPERATOR, "/cambio.v1.CreditService/AddCredit", "application/grpc-web+json")
    status, headers, answer = await adder.post(b"\0" + len(message).to_bytes(4, "big") + message)
    adder.close()
    if status != 200 or b"grpc-status:0" not in answer.replace(b" ", b""):
        raise RuntimeError(f"no credit was added: {status} {headers} {answer}")


def configuration(scenarios, seeds, calls, provider):
    keys = [
        f"\n  - {{name: warm, hash: {cluster.key_hash(WARM)}, organization: warm, workspace: warm}}",
        f"\n  - {{name: operator, hash: {cluster.key_hash(OPERATOR)}, kind: management}}",
    ]
    budgets, limits = [budget("workspace", "warm", 10**6)], []
    for scenario in scenarios:
        for seed in seeds:
            keys.extend(scenario.key_rows(seed))
            money, paces = scenario.rules(seed, calls)
            budgets += money
            limits += paces
    if any(isinstance(scenario, EndUser) for scenario in scenarios):
        budgets.append(budget("end_user", "*", calls))
    return f"""keys:{"".join(keys)}
budgets:{"".join(budgets)}
limits:{"".join(limits) or " []"}
quota: {{wait: 10s}}
money: {{credits: "{"required" if any(scenario.prepaid for scenario in scenarios) else "off"}"}}
providers:
  - {{id: proof, name: proof, dialect: openai-chat, base_url: "{provider.url}", auth: none}}
models:
  - {{slug: proof/model, name: proof, kind: chat, context: 100000, input: [text], output: [text]}}
endpoints:
  - {{provider: proof, model: proof/model, upstream: proof, context: 100000, prices: {{input: "0", output: "2.00"}}}}
"""


class Lowest:
    """Looks every 10 ms at what is left, and keeps the lowest that it saw."""

    def __init__(self, sql, keys, scenario, seed, limit):
        self.sql = sql
        self.keys = keys
        self.ledger, self.counter = scenario.left(seed, limit)
        self.limit = limit
        self.lowest = limit
        self.samples = 0

    async def run(self):
        while True:
            began = time.monotonic()
            self.lowest = min(self.lowest, await self.sql.number(self.ledger), *await self.redis())
            self.samples += 1
            await asyncio.sleep(max(0, SAMPLE_SECONDS - (time.monotonic() - began)))

    async def redis(self):
        """What is left by the counter, with what is held and without."""
        if self.counter is None:
            return [self.limit]
        root, name = self.counter
        spent, held, loaded = await self.keys.run("HMGET", f"cambio:v1:{{{root}}}:spend:{name}", "s", "h", "i")
        return [self.limit - int(spent) - int(held)] if loaded else [self.limit]


class Race:
    """One scenario with one seed."""

    def __init__(self, scenario, seed, arguments):
        self.scenario = scenario
        self.seed = seed
        self.arguments = arguments
        self.calls = arguments.clients * arguments.calls // 2
        self.limit = self.calls * COST
        self.outcomes = []
        self.retried = 0
        self.watch = None

    async def run(self, ports, sql, keys):
        """Every client asks its calls one after the other, all clients at once, spread over the routers."""
        self.keys = await self.scenario.prepare(ports[0], self.seed, self.calls)
        draw = random.Random(self.seed)
        began = time.monotonic()
        async with contextlib.AsyncExitStack() as stack:
            if self.scenario.variable:
                self.watch = Lowest(sql, keys, self.scenario, self.seed, self.limit)
                watching = asyncio.create_task(self.watch.run())
                stack.push_async_callback(ended, watching)
            await asyncio.gather(*(self.client(number, ports, draw) for number in range(self.arguments.clients)))
        self.seconds = time.monotonic() - began
        mine = self.scenario.mine(self.seed, self.keys)
        self.debits = await sql.number(f"select coalesce(sum(cost_total), 0) from generation where {mine}")

    async def client(self, number, ports, draw):
        caller = wire.Client(ports[number % len(ports)], self.keys[(number // len(ports)) % len(self.keys)])
        for _ in range(self.arguments.calls):
            body = {
                "model": "proof/model",
                "max_tokens": SIZE,
                "messages": [{"role": "user", "content": f"{draw.randrange(10**6)}"}],
                **self.scenario.extra(self.seed),
            }
            status, _, answer = await caller.ask(body)
            # A store that was too slow is a 503 that says to come again: a caller does, and it is counted.
            for _ in range(RETRIES):
                if status != 503:
                    break
                self.retried += 1
                await asyncio.sleep(0.2)
                status, _, answer = await caller.ask(body)
            cost = answer.get("usage", {}).get("cost")
            self.outcomes.append(Outcome(status, None if cost is None else round(Decimal(str(cost)) * 10**9)))
        caller.close()

    def judge(self):
        """What happened in a few words, and whether it holds."""
        statuses = collections.Counter(outcome.status for outcome in self.outcomes)
        served = statuses.pop(200, 0)
        refused = statuses.pop(self.scenario.refusal, 0)
        seen = sum(outcome.cost or 0 for outcome in self.outcomes if outcome.status == 200)
        fine = not statuses and seen == self.debits
        text = f"{self.scenario.name} {served}/{refused}"
        if self.scenario.variable:
            fine = fine and seen <= self.limit and self.watch.lowest >= 0 and self.watch.samples > 0
            text += f" lowest {self.watch.lowest} of {self.watch.samples} samples"
        elif self.scenario.refusal == 402:
            fine = fine and served == self.calls
        else:
            fine = fine and served <= self.calls * (1 + self.seconds / 60) + 1
        if statuses or self.retried:
            text += f" (other {dict(statuses)}, asked again {self.retried})"
        if self.arguments.verbose or not fine:
            text += f" answers {seen}, ledger {self.debits}, limit {self.limit}"
        return text + ("" if fine else " WRONG"), fine, seen


async def ended(task):
    """Ends a task that runs for ever; whatever went wrong in it is raised."""
    await asyncio.sleep(0)
    if not task.cancel():
        task.result()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def stalled(keys, seconds):
    """Holds Redis up, twice a second: what it was told it does, but nobody hears of it in time."""
    while True:
        await keys.run("CLIENT", "PAUSE", str(round(seconds * 1000)), "ALL")
        await asyncio.sleep(0.5)


async def warm(ports, calls=2000):
    """A JVM's first calls take longer than the 50 ms that a store is given."""

    async def client(port):
        caller = wire.Client(port, WARM)
        for _ in range(calls // 20):
            await caller.ask({"model": "proof/model", "max_tokens": 1, "messages": [{"role": "user", "content": "warm"}]})
        caller.close()

    await asyncio.gather(*(client(port) for port in ports for _ in range(20)))


class Tally:
    """What all races came to."""

    def __init__(self):
        self.races = self.wrong = self.served = self.refused = self.retried = self.answers = self.debits = 0

    def add(self, race, fine, seen):
        self.races += 1
        self.wrong += not fine
        self.served += sum(outcome.status == 200 for outcome in race.outcomes)
        self.refused += sum(outcome.status == race.scenario.refusal for outcome in race.outcomes)
        self.retried += race.retried
        self.answers += seen
        self.debits += race.debits


async def group(scenarios, arguments, provider, tally):
    """All seeds of scenarios that share a configuration."""
    seeds = range(arguments.first, arguments.first + arguments.seeds)
    sizes = random.Random(42)
    calls = arguments.clients * arguments.calls // 2
    with cluster.folder("race", arguments.logs) as folder:
        with cluster.cluster(folder, configuration(scenarios, seeds, calls, provider)) as (redis, postgres, routers):
            ports = [router.port for router in routers]
            sql, keys = stores.Sql(postgres.port), stores.Keys(redis.port)
            await grant(ports[0], "warm", 10**6)
            await warm(ports)
            stalls = asyncio.create_task(stalled(stores.Keys(redis.port), arguments.stall)) if arguments.stall else None
            for seed in seeds:
                began = time.monotonic()
                texts = []
                for scenario in scenarios:
                    provider.size = (
                        (lambda body: sizes.randrange(1, SIZE + 1)) if scenario.variable else lambda body: body["max_tokens"]
                    )
                    race = Race(scenario, seed, arguments)
                    await race.run(ports, sql, keys)
                    text, fine, seen = race.judge()
                    tally.add(race, fine, seen)
                    texts.append(text)
                print(f"seed {seed:>3} {time.monotonic() - began:5.1f} s: " + "; ".join(texts), flush=True)
            if stalls:
                await ended(stalls)
            done = cluster.verified(routers[0])
            print(done[1].splitlines()[-1], flush=True)
            tally.wrong += not done[0]
            sql.close()
            keys.close()


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--calls", type=int, default=10)
    parser.add_argument("--only", action="append", help="a scenario: " + ", ".join([*(one.name for one in SCENARIOS), *LOOKS]))
    parser.add_argument("--stall", type=float, default=0, help="seconds that Redis is held up for, twice a second")
    parser.add_argument("--verbose", action="store_true", help="sums of each race")
    parser.add_argument("--logs", help="a folder that the logs of all processes are left in")
    arguments = parser.parse_args()
    scenarios = [one for one in SCENARIOS if not arguments.only or one.name in arguments.only]
    provider = await wire.Provider(lambda body: body["max_tokens"], input_tokens=0).start()
    tally = Tally()
    began = time.monotonic()
    print(f"{arguments.clients} clients x {arguments.calls} calls, served/refused:", flush=True)
    # Prepaid scenarios apart: where credit is required, everybody needs some.
    for together in ([one for one in scenarios if one.prepaid], [one for one in scenarios if not one.prepaid]):
        if together:
            await group(together, arguments, provider, tally)
    for name, look in LOOKS.items():
        if not arguments.only or name in arguments.only:
            tally.wrong += bool(await look(arguments, provider))
    print(
        f"{tally.races} races, {tally.served} calls served, {tally.refused} refused, {tally.retried} asked again; "
        f"answers {tally.answers}, ledger {tally.debits} nano-USD; {tally.wrong} wrong; {time.monotonic() - began:.0f} s"
    )
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
