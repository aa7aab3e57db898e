"""Exactly once: routers are killed at named points and at random moments under load; the callers' own log is the oracle.

    python crash.py [--points 20] [--kills 200] [--postgres 50] [--callers 20] [--only POINT]

A router that was killed starts again, and is the next one to be killed. After each start: every generation whose cost a caller
was told is in the ledger once, with that cost; none that a caller was told of is missing; none is in it twice; the ledger's own
verification is clean. A line a crash; exit code 1 where one fails.
"""

import argparse
import asyncio
import contextlib
import json
import random
import sys
import time
from decimal import Decimal

import cluster
import stores
import wire

KEY = "sk-cambio-crash"
# In the order in which a call passes them. SPOOLED and DRAINED need a database that is away.
POINTS = (
    "BEFORE_RESERVE RESERVED ANSWERED COSTED QUEUED GROUP_BEGUN GENERATIONS_INSERTED ENTRIES_INSERTED COMMITTED SPOOLED DRAINED "
    "BEFORE_SETTLE SETTLED TOLD"
).split()
AWAY = ("SPOOLED", "DRAINED")
# A router that lives for seconds has no use for the second compiler, and starts sooner from what an earlier one has loaded.
SHORT_LIVED = "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def configuration(provider):
    return f"""keys:
  - {{name: crash, hash: {cluster.key_hash(KEY)}, organization: crash, workspace: crash}}
budgets:
  - {{scope: workspace, subject: crash, limit: 100000}}
quota: {{lease: 5s}}
providers:
  - {{id: proof, name: proof, dialect: openai-chat, base_url: "{provider.url}", auth: none}}
models:
  - {{slug: proof/model, name: proof, kind: chat, context: 100000, input: [text], output: [text]}}
endpoints:
  - {{provider: proof, model: proof/model, upstream: proof, context: 100000, prices: {{input: "1.00", output: "2.00"}}}}
"""


class Oracle:
    """What callers were told: the cost of each generation in nano-USD."""

    def __init__(self, sql):
        self.sql = sql
        self.told = {}
        self.fresh = {}

    async def call(self, caller, number):
        body = {"model": "proof/model", "max_tokens": 50, "messages": [{"role": "user", "content": str(number)}]}
        status, headers, answer = await caller.ask(body)
        cost = answer.get("usage", {}).get("cost")
        if status == 200 and cost is not None:
            self.fresh[headers["x-generation-id"]] = round(Decimal(str(cost)) * 10**9)

    async def load(self, router, callers, stop):
        """Callers ask until the router is gone or `stop` is set."""

        async def one(number):
            caller = wire.Client(router.port, KEY)
            with contextlib.suppress(OSError, EOFError, ValueError):
                while not stop.is_set() and not router.ended:
                    await self.call(caller, number)
            caller.close()

        await asyncio.gather(*(one(number) for number in range(callers)))

    async def missing(self):
        """Of what callers were told since the last look, what the ledger does not have, or has otherwise."""
        if not self.fresh:
            return []
        names = ",".join(f"'{name}'" for name in self.fresh)
        rows = await self.sql.rows(
            "select g.id, g.cost_total, (select count(*) from ledger_entry e where e.id = g.id), "
            "(select -sum(p.amount) from ledger_entry e join ledger_posting p using (sequence) "
            f"where e.id = g.id and p.account = 'usage') from generation g where g.id in ({names})"
        )
        ledger = {name: (int(cost), int(entries), int(posted or 0)) for name, cost, entries, posted in rows}
        return [
            f"{name}: told {cost}, ledger {ledger.get(name)}"
            for name, cost in self.fresh.items()
            if ledger.get(name) != (cost, 1, cost)
        ]

    async def unsound(self):
        """What is wrong with the books as a whole, whoever was told of it."""
        doubled = await self.sql.rows("select id from ledger_entry where kind = 'generation' group by id having count(*) > 1")
        undebited = await self.sql.rows(
            "select g.id from generation g left join ledger_entry e on e.id = g.id where g.cost_total > 0 and e.id is null"
        )
        return [f"{row[0]} is debited twice" for row in doubled] + [f"{row[0]} is not debited" for row in undebited]

    def keep(self):
        self.told.update(self.fresh)
        self.fresh = {}


class Proof:
    def __init__(self, postgres, router, verifier, arguments):
        self.postgres = postgres
        self.router = router
        self.verifier = verifier
        self.callers = arguments.callers
        self.draw = random.Random(arguments.seed)
        self.oracle = Oracle(stores.Sql(postgres.port))
        self.crashes = self.wrong = 0
        self.armed = None

    def arm(self, point):
        """Starts the router, to halt when it passes the point for the n-th time; at no point where there is none."""
        often = self.draw.randrange(1, 3 if point == "DRAINED" else 40)
        self.armed = point
        self.router.start({"CAMBIO_FAILPOINT": f"{point}:{often}"} if point else {})
        try:
            self.router.wait()
        except AssertionError:
            # Bringing in what the one before it spooled, it may meet its end before it serves.
            if point != "DRAINED" or not self.router.ended:
                raise

    async def judge(self, what, died=True):
        """Looks until what is spooled has been brought in, or for 20 seconds."""
        began = time.monotonic()
        wrong = await self.look()
        while wrong and time.monotonic() - began < 20:
            await asyncio.sleep(0.05)
            wrong = await self.look()
        if not died:
            wrong.append("it was never passed")
        wrong += await asyncio.to_thread(self.verifier.again)
        self.crashes += 1
        self.wrong += bool(wrong)
        told = len(self.oracle.fresh)
        self.oracle.keep()
        print(f"{self.crashes:>4} {what}: {told} told, {'ok' if not wrong else 'WRONG ' + '; '.join(wrong[:3])}", flush=True)

    async def look(self):
        try:
            return await self.oracle.missing()
        except (OSError, EOFError, RuntimeError) as trouble:
            return [f"the ledger cannot be read: {trouble}"]

    async def die(self, victim):
        """Has callers ask while the victim is brought to its end."""
        stop = asyncio.Event()
        load = asyncio.create_task(self.oracle.load(self.router, self.callers, stop))
        try:
            return await victim()
        finally:
            stop.set()
            await load

    async def at_its_point(self):
        if self.armed in AWAY and not self.router.ended:
            await asyncio.sleep(0.3)
            self.postgres.kill()
            if self.armed == "DRAINED":
                await asyncio.sleep(0.7)
                await asyncio.to_thread(self.postgres.start)
        for _ in range(1500):
            if self.router.ended:
                break
            await asyncio.sleep(0.02)
        died = self.router.ended
        if not died:
            self.router.kill()
        if self.armed == "SPOOLED":
            await asyncio.to_thread(self.postgres.start)
        return died

    async def at_random(self):
        # Under load: once the first callers have their answers, which a JVM that has just started takes its time for.
        for _ in range(1000):
            if self.oracle.fresh:
                break
            await asyncio.sleep(0.01)
        await asyncio.sleep(self.draw.uniform(0, 0.4))
        self.router.kill()
        return True

    async def the_database(self):
        await asyncio.sleep(self.draw.uniform(0.1, 0.7))
        self.postgres.kill()
        await asyncio.sleep(self.draw.uniform(0.05, 0.7))
        await asyncio.to_thread(self.postgres.start)
        await asyncio.sleep(0.2)
        return True

    async def train(self):
        """Has the JVM write down what it loads, for those that come after it."""
        archive = self.router.folder / "router.aot"
        self.router.stop()
        self.router.start({"CAMBIO_JAVA_OPTS": f"{SHORT_LIVED} -XX:AOTCacheOutput={archive}"})
        self.router.wait()
        stop = asyncio.Event()
        load = asyncio.create_task(self.oracle.load(self.router, self.callers, stop))
        await asyncio.sleep(2)
        stop.set()
        await load
        await asyncio.to_thread(self.router.process.stop, 600)
        if archive.exists():
            self.router.environment = {"CAMBIO_JAVA_OPTS": f"{SHORT_LIVED} -XX:AOTCache={archive}"}

    async def routers(self, rounds):
        """Kills a router once a round, given as points or None for a random moment."""
        for number, point in enumerate(rounds):
            if number == 0:
                self.arm(point)
            died = await self.die(self.at_its_point if point else self.at_random)
            self.arm(rounds[number + 1] if number + 1 < len(rounds) else None)
            await self.judge(f"{point or 'kill -9':<21}", died)

    async def databases(self, times):
        for _ in range(times):
            await self.die(self.the_database)
            await self.judge(f"{'PostgreSQL kill -9':<21}")


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=20, help="crashes at each named point")
    parser.add_argument("--kills", type=int, default=200, help="kills of a router at random moments")
    parser.add_argument("--postgres", type=int, default=50, help="kills of PostgreSQL")
    parser.add_argument("--only", action="append", choices=POINTS, help="a named point; all where none is given")
    parser.add_argument("--callers", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--logs", help="a folder that the logs of all processes are left in")
    arguments = parser.parse_args()
    began = time.monotonic()
    provider = await wire.Provider(lambda body: 1 + hash(json.dumps(body)) % 50, delay=0.002).start()
    rounds = [point for point in arguments.only or POINTS for _ in range(arguments.points)] + [None] * arguments.kills
    with cluster.folder("crash", arguments.logs) as folder:
        with cluster.cluster(folder, configuration(provider), 1, {"CAMBIO_JAVA_OPTS": SHORT_LIVED}) as (_, postgres, (router,)):
            verifier = cluster.Verifier(router)
            proof = Proof(postgres, router, verifier, arguments)
            if rounds:
                await proof.train()
                await proof.routers(rounds)
            await proof.databases(arguments.postgres)
            unsound = await proof.oracle.unsound()
            verifier.stop()
            clean, report = cluster.verified(proof.router)
            print(report)
            for line in unsound:
                print("WRONG", line)
    wrong = proof.wrong + len(unsound) + (not clean)
    print(
        f"{proof.crashes} crashes, {len(proof.oracle.told)} costs told, {wrong} wrong, "
        f"ledger verification {'clean' if clean else 'NOT clean'}, {time.monotonic() - began:.0f} s"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
