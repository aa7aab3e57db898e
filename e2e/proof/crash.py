"""Exactly once: routers are killed at named points and at random moments under load; the callers' own log is the oracle.

    python crash.py [--times 20] [--kills 200] [--databases 50] [--callers 20]

After every crash the router starts again, and then: each generation whose cost a caller was told is in the ledger once, with
that cost; no generation is in it twice; the ledger's own verification is clean. A line a crash; exit code 1 where one fails.
"""

import argparse
import asyncio
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time
from decimal import Decimal

import cluster
import processes
import wire

KEY = "sk-cambio-crash"
# In the order in which a call passes them. SPOOLED and DRAINED need a database that is away: see `outage`.
POINTS = (
    "BEFORE_RESERVE RESERVED ANSWERED COSTED QUEUED GROUP_BEGUN GENERATIONS_INSERTED ENTRIES_INSERTED COMMITTED SPOOLED DRAINED "
    "BEFORE_SETTLE SETTLED TOLD"
).split()


def configuration(provider):
    return f"""keys:
  - {{name: crash, hash: {cluster.key_hash(KEY)}, organization: crash, workspace: crash}}
budgets:
  - {{scope: workspace, subject: crash, limit: 1000}}
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

    def __init__(self):
        self.told = {}

    async def call(self, caller, number):
        body = {"model": "proof/model", "max_tokens": 50, "messages": [{"role": "user", "content": str(number)}]}
        status, headers, answer = await caller.ask(body)
        cost = answer.get("usage", {}).get("cost")
        if status == 200 and cost is not None:
            self.told[headers["x-generation-id"]] = round(Decimal(str(cost)) * 10**9)

    async def load(self, router, callers, stop):
        """Callers ask until the router is gone or `stop` is set."""

        async def one(number):
            caller = wire.Client(router.port, KEY)
            try:
                while not stop.is_set() and router.process.child.poll() is None:
                    await self.call(caller, number)
            except (OSError, EOFError, ValueError):
                pass
            finally:
                caller.close()

        await asyncio.gather(*(one(number) for number in range(callers)))

    def check(self, postgres):
        """What is wrong, or nothing."""
        rows = postgres.query(
            "select g.id, g.cost_total, count(e.id) from generation g left join ledger_entry e on e.id = g.id "
            "where g.cost_total > 0 group by g.id, g.cost_total"
        )
        ledger = {}
        wrong = []
        for row in filter(None, rows.split("\n")):
            generation, cost, entries = row.split("|")
            ledger[generation] = int(cost)
            if int(entries) != 1:
                wrong.append(f"{generation} has {entries} entries")
        for generation, cost in self.told.items():
            if ledger.get(generation) != cost:
                wrong.append(f"{generation}: told {cost}, ledger {ledger.get(generation)}")
        return wrong


def verified(router):
    """Whether the ledger's own check is clean."""
    command = [processes.ROOT / "bin/cambio", "ledger", "verify", "--config", router.config]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    return done.returncode == 0, (done.stdout + done.stderr).strip()


class Proof:
    def __init__(self, postgres, router, provider, callers, seed):
        self.postgres = postgres
        self.router = router
        self.provider = provider
        self.callers = callers
        self.draw = random.Random(seed)
        self.oracle = Oracle()
        self.crashes = self.wrong = 0

    def restart(self, environment=None):
        self.router.stop()
        self.router.start(environment)
        self.router.wait()

    def judge(self, what):
        wrong = self.oracle.check(self.postgres)
        self.crashes += 1
        self.wrong += bool(wrong)
        print(f"{what}: {len(self.oracle.told)} told so far, {'ok' if not wrong else 'WRONG ' + '; '.join(wrong[:3])}", flush=True)

    async def killed_at(self, point):
        """The process halts when it passes the point for the n-th time."""
        self.restart({"CAMBIO_FAILPOINT": f"{point}:{self.draw.randrange(1, 3 if point == 'DRAINED' else 40)}"})
        stop = asyncio.Event()
        load = asyncio.create_task(self.oracle.load(self.router, self.callers, stop))
        if point in ("SPOOLED", "DRAINED"):
            await self.outage(back=point == "DRAINED")
        for _ in range(300):
            if self.router.process.child.poll() is not None:
                break
            await asyncio.sleep(0.1)
        died = self.router.process.child.poll() is not None
        stop.set()
        await load
        if point == "SPOOLED":
            self.postgres.start()
        self.restart()
        await self.settled()
        self.judge(f"{point:<21}" + ("" if died else " (never passed)"))
        self.wrong += not died

    async def outage(self, back):
        await asyncio.sleep(0.5)
        self.postgres.kill()
        if back:
            await asyncio.sleep(1.5)
            self.postgres.start()

    async def settled(self):
        """Until the spool has been brought in: told costs are then in the database."""
        for _ in range(100):
            if not self.oracle.check(self.postgres):
                return
            await asyncio.sleep(0.1)

    async def killed_at_random(self, number):
        self.restart()
        stop = asyncio.Event()
        load = asyncio.create_task(self.oracle.load(self.router, self.callers, stop))
        await asyncio.sleep(self.draw.uniform(0.05, 1.5))
        self.router.process.child.kill()
        stop.set()
        await load
        self.restart()
        await self.settled()
        self.judge(f"kill -9 {number:<13}")

    async def database_killed(self, number):
        if self.router.process.child.poll() is not None:
            self.restart()
        stop = asyncio.Event()
        load = asyncio.create_task(self.oracle.load(self.router, self.callers, stop))
        await asyncio.sleep(self.draw.uniform(0.2, 1.0))
        self.postgres.kill()
        await asyncio.sleep(self.draw.uniform(0.1, 1.0))
        self.postgres.start()
        await asyncio.sleep(0.3)
        stop.set()
        await load
        await self.settled()
        self.judge(f"PostgreSQL kill {number:<5}")


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=20, help="crashes at each named point")
    parser.add_argument("--kills", type=int, default=200, help="kills of a router at random moments")
    parser.add_argument("--databases", type=int, default=50, help="kills of PostgreSQL")
    parser.add_argument("--callers", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began = time.monotonic()
    provider = await wire.Provider(lambda body: 1 + hash(json.dumps(body)) % 50, delay=0.002).start()
    with tempfile.TemporaryDirectory(prefix="cambio-crash-") as temporary:
        folder = pathlib.Path(temporary)
        folder.chmod(0o755)
        with cluster.cluster(folder, configuration(provider), routers=1) as (_, postgres, routers):
            proof = Proof(postgres, routers[0], provider, arguments.callers, arguments.seed)
            for point in POINTS:
                for _ in range(arguments.times):
                    await proof.killed_at(point)
            for number in range(1, arguments.kills + 1):
                await proof.killed_at_random(number)
            for number in range(1, arguments.databases + 1):
                await proof.database_killed(number)
            clean, report = verified(proof.router)
            print(report)
            proof.wrong += not clean
    print(
        f"{proof.crashes} crashes, {len(proof.oracle.told)} costs told, {proof.wrong} wrong, "
        f"ledger verification {'clean' if clean else 'NOT clean'}, {time.monotonic() - began:.0f} s"
    )
    return 1 if proof.wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
