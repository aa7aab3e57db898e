"""What callers see while Redis or PostgreSQL is away: two routers under steady load, real stores that really go.

    python outages.py [--seconds 30] [--postgres-seconds 60] [--rate 10] [--only OUTAGE]

Callers come at a steady pace, whatever the answers are like, with keys that stand under different rules. For each outage a table
of what they saw before, during and after it, what it added to the time of an answer, and how soon all was well again. Exit code 1
where a caller was told that it was at fault (401, 402, 403, 404), where a 503 had no Retry-After, where a rule let more pass than
its bound, or where a nano-dollar is missing afterwards: every answer is one entry of the ledger at its price, nothing else is in
it, its own verification is clean, and the counters in Redis agree with it.
"""

import argparse
import asyncio
import collections
import contextlib
import itertools
import signal
import sys
import time
from decimal import Decimal

import cluster
import stores
import wire

OPERATOR = "sk-cambio-operator"
INPUT, OUTPUT = 10, 50  # tokens of every answer
COST = INPUT * 1_000 + OUTPUT * 2_000  # nano-USD at 1 and 2 USD a million
FAULT_OF_CALLERS = (401, 402, 403, 404)
AT_ONCE = 100  # calls under way at most: a machine that serves more slowly than they come sets the pace
PATIENCE = 120  # seconds after the end of an outage in which all has to be well again

NAMES = ("redis-dead", "redis-paused", "redis-flushed", "postgres-down", "postgres-full", "both-down")
WARM = "warm"

Seen = collections.namedtuple("Seen", "sent took rule status retry_after generation cost")


class Rule:
    """A key of its own, or one for each outage, and what bounds it."""

    def __init__(self, name, says, lines="", share=1.0, each=False, calls=None):
        self.name = name
        self.says = says
        self.lines = lines
        self.share = share  # of the pace that callers come at
        self.each = each
        self.calls = calls  # how many come in an outage, where that is bounded

    def key(self, outage):
        return f"sk-cambio-{self.name}" + (f"-{outage}" if self.each else "")

    def keys(self):
        return sorted({self.key(outage) for outage in (*NAMES, WARM)})

    def section(self, which):
        """This rule's lines for `limits` or `budgets`."""
        kind, _, line = self.lines.partition(" ")
        keys = self.keys() if kind == which else []
        return "".join(f"\n  - {{scope: key, subject: {cluster.key_hash(key)}, {line}}}" for key in keys)


def rules(rate, seconds):
    """Every kind of rule. The thin budget's part for outages pays for half of the calls of one. Not more calls come than the
    whole budget pays for, however long it takes until a store is there again."""
    pace = rate * 60 * 2 // 3
    paid = int(rate * seconds / 2) * 20
    thin = paid * COST
    return [
        Rule("free", "no rule"),
        Rule("pace", f"{pace} requests a minute (open)", f"limits requests_per_minute: {pace}"),
        Rule("strict", "requests a minute, closed", "limits requests_per_minute: 1000000, on_store_failure: closed"),
        Rule("budget", "budget (closed)", "budgets limit: 1000"),
        Rule("lenient", "budget, open", "budgets limit: 1000, on_store_failure: open"),
        Rule(
            "thin",
            f"budget of {usd(thin)} USD, open",
            f"budgets limit: {usd(thin)}, on_store_failure: open",
            each=True,
            calls=paid * 9 // 10,
        ),
        Rule("stored", "key and budget in the database"),
        Rule("stranger", "keys not seen before, in the database", share=0.2),
    ]


def usd(nanos):
    return f"{Decimal(nanos) / 10**9:f}"


def configuration(provider, all_rules):
    named = [rule for rule in all_rules if rule.name not in ("stored", "stranger")]
    keys = "".join(f"\n  - {{name: {key}, hash: {cluster.key_hash(key)}}}" for rule in named for key in rule.keys())
    return f"""keys:
  - {{name: operator, hash: {cluster.key_hash(OPERATOR)}, kind: management}}{keys}
limits:{"".join(rule.section("limits") for rule in named)}
budgets:{"".join(rule.section("budgets") for rule in named)}
providers:
  - {{id: proof, name: proof, dialect: openai-chat, base_url: "{provider.url}", auth: none}}
models:
  - {{slug: proof/model, name: proof, kind: chat, context: 100000, input: [text], output: [text]}}
endpoints:
  - {{provider: proof, model: proof/model, upstream: proof, context: 100000, prices: {{input: "1.00", output: "2.00"}}}}
"""


class Callers:
    """Callers that come at a steady pace to all routers in turn."""

    BODY = {"model": "proof/model", "max_tokens": OUTPUT, "messages": [{"role": "user", "content": "How long?"}]}

    def __init__(self, ports, rate):
        self.ports = ports
        self.rate = rate
        self.idle = collections.defaultdict(list)
        self.seen = []
        self.under_way = set()

    async def come(self, rule, keys):
        """Until it is cancelled, or there are no more of `keys`, which gives the key of each call."""
        turn, due = 0, time.monotonic()
        for key in keys:
            while len(self.under_way) >= AT_ONCE:
                await asyncio.wait(self.under_way, return_when=asyncio.FIRST_COMPLETED)
                due = time.monotonic()
            call = asyncio.create_task(self.ask(rule, key, self.ports[turn % len(self.ports)]))
            self.under_way.add(call)
            call.add_done_callback(self.under_way.discard)
            turn += 1
            due += 1 / (self.rate * rule.share)
            await asyncio.sleep(max(0, due - time.monotonic()))

    async def ask(self, rule, key, port):
        idle = self.idle[port, key]
        caller = idle.pop() if idle else wire.Client(port, key)
        sent = time.monotonic()
        try:
            status, headers, answer = await asyncio.wait_for(caller.ask(self.BODY), 60)
            idle.append(caller)
            cost = answer.get("usage", {}).get("cost")
            nanos = None if cost is None else round(Decimal(str(cost)) * 10**9)
            seen = Seen(sent, 0, rule.name, status, headers.get("retry-after"), headers.get("x-generation-id"), nanos)
        except (OSError, EOFError, ValueError, asyncio.TimeoutError) as trouble:
            caller.close()
            seen = Seen(sent, 0, rule.name, type(trouble).__name__, None, None, None)
        self.seen.append(seen._replace(took=time.monotonic() - sent))

    async def leave(self):
        if self.under_way:
            await asyncio.wait(self.under_way)
        for idle in self.idle.values():
            for caller in idle:
                caller.close()


class Outage:
    """A store that goes away and comes back."""

    def __init__(self, name, says, goes, comes, seconds, during=None):
        self.name = name
        self.says = says
        self.goes = goes
        self.comes = comes
        self.seconds = seconds
        self.during = during

    async def take(self):
        """From `gone` until `ending` it is away for certain; when this returns it is there again."""
        await asyncio.to_thread(self.goes)
        self.gone = time.monotonic()
        if self.during is None:
            await asyncio.sleep(self.seconds)
        else:
            await self.during(self.seconds)
        self.ending = time.monotonic()
        await asyncio.to_thread(self.comes)


class Hoard:
    """Takes every connection that PostgreSQL has, and gives them back."""

    def __init__(self, postgres):
        self.postgres = postgres
        self.taken = []

    async def hold(self, seconds):
        end = time.monotonic() + seconds
        first = stores.Sql(self.postgres.port)
        await first.rows("select 1")
        self.taken.append(first)
        while time.monotonic() < end:
            with contextlib.suppress(RuntimeError):
                await first.rows("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cambio'")
            with contextlib.suppress(RuntimeError, EOFError, OSError):
                while True:
                    one = stores.Sql(self.postgres.port)
                    await one.connect()
                    self.taken.append(one)
            await asyncio.sleep(0.05)

    def give_back(self):
        for one in self.taken:
            one.close()
        self.taken = []


def outages(redis, postgres, arguments):
    def both(one, other):
        return lambda: (one(), other())

    async def flush(seconds):
        keys, end = stores.Keys(redis.port), time.monotonic() + seconds
        while time.monotonic() < end:
            await keys.run("FLUSHALL")
            await asyncio.sleep(min(1, max(0.0, end - time.monotonic())))
        keys.close()

    hoard = Hoard(postgres)
    stop, go = (lambda: redis.signal(signal.SIGSTOP)), (lambda: redis.signal(signal.SIGCONT))
    nothing = lambda: None  # noqa: E731
    seconds, longer = arguments.seconds, arguments.postgres_seconds
    return [
        Outage("redis-dead", "Redis dead (kill -9)", redis.kill, redis.start, seconds),
        Outage("redis-paused", "Redis paused (SIGSTOP)", stop, go, seconds),
        Outage("redis-flushed", "Redis flushed (FLUSHALL every second)", nothing, nothing, seconds, flush),
        Outage("postgres-down", "PostgreSQL down (kill -9)", postgres.kill, postgres.start, longer),
        Outage("postgres-full", "PostgreSQL without a connection left", nothing, hoard.give_back, seconds, hoard.hold),
        Outage("both-down", "both down", both(redis.kill, postgres.kill), both(redis.start, postgres.start), seconds),
    ]


class Report:
    """One outage, as its callers saw it."""

    def __init__(self, outage, seen, gone, back, over, all_rules):
        self.outage = outage
        self.gone, self.back, self.over = gone, back, over
        self.rules = all_rules
        self.seen = seen
        self.wrong = []

    def phase(self, rule, since, until):
        return [one for one in self.seen if one.rule == rule.name and since <= one.sent < until]

    def print(self):
        away = self.back - self.gone
        print(f"\n## {self.outage.says}, {away:.0f} s\n")
        print("| rule | before | during | after | p99 ms before, during |")
        print("| --- | --- | --- | --- | --- |")
        for rule in self.rules:
            phases = [
                self.phase(rule, 0, self.gone),
                self.phase(rule, self.gone, self.back),
                self.phase(rule, self.back, float("inf")),
            ]
            cells = [rule.says, *map(counted, phases), ", ".join(f"{p99(phase):.0f}" for phase in phases[:2])]
            print("| " + " | ".join(cells) + " |")
        before = [one for one in self.seen if one.sent < self.gone]
        during = [one for one in self.seen if self.gone <= one.sent < self.back]
        print(
            f"\np99 of all answers: {p99(before):.1f} ms before, {p99(during):.1f} ms during: "
            f"{p99(during) - p99(before):+.1f} ms. All well {self.over - self.back:.1f} s after the end."
        )

    def judge(self):
        for one in self.seen:
            if one.status in FAULT_OF_CALLERS:
                self.wrong.append(f"{one.rule} was told {one.status}")
            elif one.status == 503 and one.retry_after is None:
                self.wrong.append(f"{one.rule} got a 503 without Retry-After")
            elif one.status not in (200, 503, 429) or (one.status == 429 and one.rule != "pace"):
                self.wrong.append(f"{one.rule} got {one.status}")
        for rule in self.rules:
            self.bound(rule)

    def bound(self, rule):
        """What may pass while nobody counts for all."""
        during = self.phase(rule, self.gone, self.back)
        without = [one for one in during if one.sent > self.outage.gone and one.sent + one.took < self.outage.ending]
        passed = sum(one.status == 200 for one in without)
        served = sum(one.status == 200 for one in during)
        without_redis = self.outage.name in ("redis-dead", "redis-paused", "both-down")
        if rule.name == "pace":
            if any(one.status == 503 for one in during):
                self.wrong.append("a pace that fails open refused with 503")
            limit = int(rule.says.split()[0])
            # Each of two routers begins its half with a tenth of it, or ten, at once; so did the shared store.
            burst = max(10, limit / 10)
            most = limit * (self.back - self.gone) / 60 + 2 * burst + 2
            if self.outage.name == "redis-flushed":
                # A flush forgets paces, too, and nothing can load them anew: each begins with its burst again.
                most += burst * (self.outage.seconds + 1)
            if served > most:
                self.wrong.append(f"{served} passed a pace that allows {most:.0f}")
        if rule.name in ("strict", "budget", "stored") and without_redis:
            if passed:
                self.wrong.append(f"{passed} calls of {rule.name} passed that should have been refused")
        if rule.name == "thin" and without_redis:
            limit = int(Decimal(rule.says.split()[2]) * 10**9)
            if passed * COST > limit // 20:
                self.wrong.append(f"a thin budget gave {passed} calls, more than a twentieth of it")


def counted(phase):
    """Statuses with their numbers; answers without their cost apart."""
    kinds = collections.Counter(
        f"{one.status} without cost" if one.status == 200 and one.cost is None else str(one.status) for one in phase
    )
    return ", ".join(f"{kind} × {number}" for kind, number in sorted(kinds.items())) or "–"


def p99(phase):
    times = sorted(one.took * 1000 for one in phase)
    return times[int(0.99 * (len(times) - 1))] if times else 0.0


class Proof:
    def __init__(self, redis, postgres, routers, all_rules, arguments):
        self.redis, self.postgres, self.routers = redis, postgres, routers
        self.rules = all_rules
        self.arguments = arguments
        self.sql = stores.Sql(postgres.port)
        self.served = {}
        self.wrong = []
        self.made = 0

    @property
    def ports(self):
        return [router.port for router in self.routers]

    async def make_key(self, limit):
        """A key in the database."""
        self.made += 1
        maker = wire.Client(self.ports[0], OPERATOR, "/api/v1/keys")
        answer, end = {}, time.monotonic() + PATIENCE
        while "key" not in answer and time.monotonic() < end:
            _, _, answer = await maker.ask({"name": f"stored-{self.made}", "limit": limit})
        maker.close()
        return answer["key"]

    async def keys(self, rule, outage, seconds):
        if rule.name == "stranger":
            number = int((seconds + PATIENCE) * self.arguments.rate * rule.share) + 10
            return iter([await self.make_key(None) for _ in range(number)])
        key = await self.make_key(1000) if rule.name == "stored" else rule.key(outage.name)
        return itertools.repeat(key) if rule.calls is None else itertools.repeat(key, rule.calls)

    async def run(self, outage):
        before = min(10, max(1.0, outage.seconds / 2))
        callers = Callers(self.ports, self.arguments.rate)
        keys = [await self.keys(rule, outage, before + outage.seconds) for rule in self.rules]
        coming = [asyncio.create_task(callers.come(rule, of)) for rule, of in zip(self.rules, keys)]
        await asyncio.sleep(before)
        gone = time.monotonic()
        await outage.take()
        back = time.monotonic()
        over = await self.well(callers, back)
        for task in coming:
            task.cancel()
        await callers.leave()
        report = Report(outage, callers.seen, gone, back, over, self.rules)
        report.judge()
        self.served.update({one.generation: one.cost for one in callers.seen if one.status == 200})
        report.wrong += await self.ledger()
        report.wrong += await self.counters(outage)
        report.print()
        print("; ".join(sorted(set(report.wrong))[:5]) or "Nobody was told wrong, and the sums are exact.", flush=True)
        self.wrong += report.wrong

    async def well(self, callers, back):
        """The moment from which on nobody was refused any more, once that has lasted for a second."""
        while time.monotonic() - back < PATIENCE:
            await asyncio.sleep(0.1)
            refused = [one.sent + one.took for one in callers.seen if one.status not in (200, 429)]
            last = max([back, *refused])
            if time.monotonic() - last > 1 and time.monotonic() - back > 1:
                return last
        self.wrong.append("callers are still refused")
        return time.monotonic()

    async def ledger(self):
        """Every answer is one entry at its price, and nothing else is in the ledger."""
        end = time.monotonic() + PATIENCE
        while True:
            rows = await self.sql.rows(
                "select g.id, g.cost_total, (select count(*) from ledger_entry e where e.id = g.id) "
                "from generation g where g.cost_total > 0"
            )
            ledger = {name: (int(cost), int(entries)) for name, cost, entries in rows}
            wrong = [f"{name} is {ledger.get(name)}" for name in self.served if ledger.get(name) != (COST, 1)]
            wrong += [f"{name} is charged, and nobody has it" for name in ledger if name not in self.served]
            wrong += [f"{name} was told {cost}" for name, cost in self.served.items() if cost not in (None, COST)]
            if not wrong or time.monotonic() > end:
                return wrong
            await asyncio.sleep(0.1)

    async def counters(self, outage):
        """After one more call of each, what Redis counts as spent is what the ledger says."""
        end = time.monotonic() + PATIENCE
        while True:
            wrong = await self.disagreements(outage)
            if not wrong or time.monotonic() > end:
                return wrong
            await asyncio.sleep(0.2)

    async def disagreements(self, outage):
        last = Callers(self.ports[:1], 1)
        wrong = []
        keys = stores.Keys(self.redis.port)
        for rule in self.rules:
            if not rule.lines.startswith("budgets"):
                continue
            key = rule.key(outage.name)
            await last.ask(rule, key, self.ports[0])
            name = f"cambio:v1:{{default/default}}:spend:KEY:{cluster.key_hash(key)}:NEVER:1970-01-01"
            spent, held, loaded = await keys.run("HMGET", name, "s", "h", "i")
            ledger = await self.sql.number(
                f"select coalesce(sum(amount), 0) from ledger_spend where scope = 'key' and subject = '{cluster.key_hash(key)}'"
            )
            if not loaded or int(spent) != ledger or int(held) != 0:
                wrong.append(f"{rule.name}: Redis counts {spent} and holds {held}, the ledger has {ledger}")
        keys.close()
        await last.leave()
        self.served.update({one.generation: one.cost for one in last.seen if one.status == 200})
        return wrong

    async def start_without_postgres(self):
        """A router that starts while PostgreSQL is away serves, and brings in what it spooled."""
        stored = await self.make_key(None)
        router = self.routers[-1]
        router.stop()
        self.postgres.kill()
        began = time.monotonic()
        router.start()
        await asyncio.to_thread(router.wait)
        started = time.monotonic() - began
        calls = Callers([router.port], 1)
        configured, unknown = self.rules[0], Rule("stored", "")
        await calls.ask(configured, configured.key(WARM), router.port)
        await calls.ask(unknown, stored, router.port)
        await asyncio.to_thread(self.postgres.start)
        back = time.monotonic()
        while calls.seen[-1].status != 200 and time.monotonic() - back < PATIENCE:
            await asyncio.sleep(0.1)
            await calls.ask(unknown, stored, router.port)
        recovered = time.monotonic() - back
        await calls.leave()
        first, second, *_, last = calls.seen
        wrong = [] if first.status == 200 and first.cost == COST else [f"a key of cambio.yaml got {first}"]
        wrong += [] if second.status == 503 and second.retry_after else [f"a key of the database got {second}"]
        wrong += [] if last.status == 200 else [f"after the return a key of the database got {last}"]
        self.served.update({one.generation: one.cost for one in calls.seen if one.status == 200})
        wrong += await self.ledger()
        print(
            f"\n## A router that starts while PostgreSQL is away\n\nReady after {started:.1f} s; a key of cambio.yaml: {first.status}, "
            f"its cost shown; a key of the database: {second.status}, Retry-After {second.retry_after}; "
            f"{recovered:.1f} s after PostgreSQL's return {last.status}. {'; '.join(wrong[:5]) or 'The sums are exact.'}",
            flush=True,
        )
        self.wrong += wrong


async def prove(arguments):
    """Runs them all; gives what was wrong."""
    provider = await wire.Provider(lambda body: OUTPUT, input_tokens=INPUT, delay=0.002).start()
    all_rules = rules(arguments.rate, arguments.seconds)
    with cluster.folder("outages", arguments.logs) as folder:
        with cluster.cluster(folder, configuration(provider, all_rules), 2, arguments.environment, arguments.redis_timeout) as (redis, postgres, routers):
            proof = Proof(redis, postgres, routers, all_rules, arguments)
            await warm(proof)
            for outage in outages(redis, postgres, arguments):
                if not arguments.only or outage.name in arguments.only:
                    await proof.run(outage)
            if not arguments.only or "start" in arguments.only:
                await proof.start_without_postgres()
            clean, report = cluster.verified(routers[0])
            print("\n" + report.splitlines()[-1])
            return proof.wrong + ([] if clean else [report])


async def warm(proof):
    """A JVM's first calls take longer than the 50 ms that a store is given."""
    callers = Callers(proof.ports, 1)
    for _ in range(20):
        await asyncio.gather(
            *(callers.ask(rule, rule.key(WARM), port) for rule in proof.rules[:6] for port in proof.ports for _ in range(3))
        )
    await callers.leave()
    proof.served.update({one.generation: one.cost for one in callers.seen if one.status == 200})


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30, help="how long Redis is away")
    parser.add_argument("--postgres-seconds", type=float, default=60, help="how long PostgreSQL is away")
    parser.add_argument("--rate", type=int, default=15, help="calls a second of each rule")
    parser.add_argument("--redis-timeout", default="50ms", help="after which Redis counts as dead for a call")
    parser.add_argument("--only", action="append", help="redis-dead, redis-paused, redis-flushed, postgres-down, ...")
    parser.add_argument("--logs", help="a folder that the logs of all processes are left in")
    arguments = parser.parse_args()
    arguments.environment = None
    began = time.monotonic()
    wrong = await prove(arguments)
    print(f"{len(wrong)} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
