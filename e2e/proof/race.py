"""The last cent: many callers at two routers race for money that pays for exactly N calls.

    python race.py [--seeds 100] [--clients 200] [--calls 10] [--only SCENARIO]

For every seed and scenario a line: how many calls were served and refused, and the sum of costs as the callers saw them next
to the sum of the ledger's debits. Exit code 1 where one of them is off. Real Redis, real PostgreSQL, two routers.
"""

import argparse
import asyncio
import collections
import pathlib
import random
import subprocess
import sys
import tempfile
import time
from decimal import Decimal

import cluster
import wire

OUTPUT_NANOS = 2_000  # nano-USD a token: 2 USD a million
SIZE = 100  # tokens of a fixed-size answer
COST = OUTPUT_NANOS * SIZE
RETRIES = 10
WARM = "sk-cambio-warm"

Outcome = collections.namedtuple("Outcome", "status cost")


class Scenario:
    """What is bounded, as configuration of one seed; every seed has subjects of its own."""

    def __init__(self, name, refusal=402, variable=False):
        self.name = name
        self.refusal = refusal
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
            "variable": ("workspace", f"{self.name}-w{seed}-0"),
            "workspace": ("workspace", f"{self.name}-w{seed}-0"),
            "organization": ("organization", f"{self.name}-o{seed}"),
        }[self.name]
        return [budget(scope, subject, calls)], []

    prepaid = False

    def prepare(self, router, seed, calls):
        """What has to be done before a race."""

    def prepare_warm(self, router):
        """What has to be done before the routers are warmed up."""

    def extra(self, seed):
        return {}


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


class Credit(Scenario):
    """Prepaid: an organisation may use what it was granted, and no more."""

    prepaid = True

    def rules(self, seed, calls):
        return [], []

    def prepare(self, router, seed, calls):
        self.grant(router, f"{self.name}-o{seed}", calls)

    def prepare_warm(self, router):
        self.grant(router, "warm", 1000)

    def grant(self, router, organization, calls):
        command = [cluster.processes.ROOT / "bin/cambio", "credits", "add", usd(calls)]
        command += ["--organization", organization, "--config", router.config]
        subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Tokens(Scenario):
    """Tokens a minute: what one minute allows may come at once, and while the race lasts a sixtieth of it each second."""

    def rules(self, seed, calls):
        subject = f"{self.name}-w{seed}-0"
        tokens = calls * SIZE
        return [], [f'\n  - {{scope: workspace, subject: "{subject}", tokens_per_minute: {tokens}, on_store_failure: closed}}']


SCENARIOS = [
    Credit("credit"),
    Scenario("key"),
    Scenario("workspace"),
    Organization("organization"),
    EndUser("enduser"),
    Scenario("variable", variable=True),
    Tokens("tokens", refusal=429),
]


def usd(calls):
    """What so many calls cost."""
    return f"{Decimal(calls * COST) / 10**9:f}"


def budget(scope, subject, calls):
    return f'\n  - {{scope: {scope}, subject: "{subject}", limit: {usd(calls)}}}'


def configuration(scenarios, seeds, calls, provider):
    keys = [f"\n  - {{name: warm, hash: {cluster.key_hash(WARM)}, organization: warm, workspace: warm}}"]
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
budgets:{"".join(budgets) or " []"}
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


async def race(scenario, seed, ports, arguments):
    """Every client asks its calls one after the other, all clients at once, spread over the routers."""
    draw = random.Random(seed)
    keys = scenario.keys(seed)
    outcomes, retried = [], [0]

    async def client(number):
        caller = wire.Client(ports[number % len(ports)], keys[(number // len(ports)) % len(keys)])
        for _ in range(arguments.calls):
            body = {
                "model": "proof/model",
                "max_tokens": SIZE,
                "messages": [{"role": "user", "content": f"{draw.randrange(10**6)}"}],
                **scenario.extra(seed),
            }
            status, _, answer = await caller.ask(body)
            # A store that was too slow is a 503 that says to come again: a caller does, and it is counted.
            for _ in range(RETRIES):
                if status != 503:
                    break
                retried[0] += 1
                await asyncio.sleep(0.2)
                status, _, answer = await caller.ask(body)
            cost = answer.get("usage", {}).get("cost")
            outcomes.append(Outcome(status, None if cost is None else round(Decimal(str(cost)) * 10**9)))
        caller.close()

    await asyncio.gather(*(client(number) for number in range(arguments.clients)))
    return outcomes, retried[0]


async def warm(ports, calls=400):
    """A JVM's first calls take longer than the 50 ms that a store is given."""

    async def client(port):
        caller = wire.Client(port, WARM)
        for _ in range(calls // 20):
            await caller.ask({"model": "proof/model", "max_tokens": 1, "messages": [{"role": "user", "content": "warm"}]})
        caller.close()

    await asyncio.gather(*(client(port) for port in ports for _ in range(20)))


def judge(scenario, seed, outcomes, retried, debits, calls, seconds):
    """The line of a seed, and whether it holds."""
    statuses = collections.Counter(outcome.status for outcome in outcomes)
    served = statuses.pop(200, 0)
    refused = statuses.pop(scenario.refusal, 0)
    seen = sum(outcome.cost or 0 for outcome in outcomes if outcome.status == 200)
    limit = calls * COST
    fine = not statuses and seen == debits
    if scenario.refusal == 402:
        fine = fine and (served == calls if not scenario.variable else seen <= limit)
    else:
        fine = fine and served <= calls * (1 + seconds / 60) + 1
    line = (
        f"{scenario.name:<12} seed {seed:>3}: served {served}, refused {refused}, other {dict(statuses)}, asked again {retried}; "
        f"answers {seen}, ledger {debits}, limit {limit} nano-USD {'ok' if fine else 'WRONG'}"
    )
    return line, fine


def debits(postgres, scenario, seed):
    return int(postgres.query(f"select coalesce(sum(cost_total), 0) from generation where organization = '{scenario.name}-o{seed}'"))


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--calls", type=int, default=10)
    parser.add_argument("--only", action="append")
    arguments = parser.parse_args()
    scenarios = [one for one in SCENARIOS if not arguments.only or one.name in arguments.only]
    seeds = range(1, arguments.seeds + 1)
    calls = arguments.clients * arguments.calls // 2
    sizes = random.Random(42)
    variable = lambda body: sizes.randrange(1, SIZE + 1)  # noqa: E731
    provider = await wire.Provider(lambda body: body["max_tokens"], input_tokens=0).start()
    wrong = races = served = 0
    began = time.monotonic()
    # Prepaid scenarios apart: where credit is required, everybody needs some.
    for group in ([one for one in scenarios if one.prepaid], [one for one in scenarios if not one.prepaid]):
        if not group:
            continue
        with tempfile.TemporaryDirectory(prefix="cambio-race-") as temporary:
            folder = pathlib.Path(temporary)
            folder.chmod(0o755)
            with cluster.cluster(folder, configuration(group, seeds, calls, provider)) as (_, postgres, routers):
                for scenario in group:
                    scenario.prepare_warm(routers[0])
                await warm([router.port for router in routers])
                for seed in seeds:
                    for scenario in group:
                        provider.size = variable if scenario.variable else lambda body: body["max_tokens"]
                        scenario.prepare(routers[0], seed, calls)
                        start = time.monotonic()
                        outcomes, retried = await race(scenario, seed, [router.port for router in routers], arguments)
                        line, fine = judge(
                            scenario, seed, outcomes, retried, debits(postgres, scenario, seed), calls, time.monotonic() - start
                        )
                        print(line, flush=True)
                        races += 1
                        wrong += not fine
                        served += sum(outcome.status == 200 for outcome in outcomes)
    print(f"{races} races, {served} calls served, {wrong} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
