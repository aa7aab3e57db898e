"""The same money, added up in four places that share no code: equal to the nano-dollar.

    python sums.py [--calls 10000] [--fee 0] [--seed 1]

Mixed calls by the official OpenAI client (tiers, cached prompts, reasoning, sound, images, prices of requests, rates with nine
decimals; whole answers, streams and embeddings; providers that refuse, break off and stall; callers that leave), of eight keys
in four workspaces of two organisations, through two routers that share Redis and PostgreSQL. Then:

  answers   what the client was told; costs that no answer told (callers that left, streams that broke) are read from the
            generation records, and shown apart
  ledger    SQL over the tables: records, postings, daily sums and balances, which have to agree among themselves
  Redis     the counters of each workspace
  credits   GET /api/v1/credits of each organisation

Each answer of one provider is also held against a price table of the script's own. Exit code 1 where anything differs.
"""

import argparse
import asyncio
import collections
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request
from decimal import Decimal

import calls
import cluster
import obedient
import prices

ORGANIZATIONS = {"north": ("red", "blue"), "south": ("red", "green")}
KEYS = {
    f"sk-cambio-sums-{organization}-{workspace}-{number}": (organization, workspace)
    for organization, workspaces in ORGANIZATIONS.items()
    for workspace in workspaces
    for number in range(2)
}


def configuration(provider, fee, prepaid):
    keys = "".join(
        f"\n  - {{name: {key[10:]}, hash: {cluster.key_hash(key)}, organization: {organization}, workspace: {workspace}}}"
        for key, (organization, workspace) in KEYS.items()
    )
    providers = "".join(
        f'\n  - {{id: {name}, name: {name}, dialect: openai-chat, base_url: "{provider.at(name)}", auth: none}}'
        for name in prices.PROVIDERS
    )
    models = "".join(
        f"\n  - {{slug: {model}, name: {model}, kind: {'embedding' if model == 'proof/vectors' else 'chat'}, context: 100000, "
        f"input: [text, image], output: [text]}}"
        for model in prices.MODELS
    )
    endpoints = "".join(
        f"\n  - {{provider: {name}, model: {model}, upstream: proof, context: 100000, prices: {prices.yaml(name, model)}"
        + (", dialect: openai-embeddings}" if model == "proof/vectors" else "}")
        for name in prices.PROVIDERS
        for model in prices.MODELS
    )
    return f"""keys:{keys}
budgets:
  - {{scope: workspace, subject: "*", limit: 5000, reset: monthly}}
  - {{scope: key, subject: "*", limit: 5000}}
  - {{scope: organization, subject: "*", limit: 5000}}
money: {{credits: "{"required" if prepaid else "off"}", fee: {{on: usage, percent: {fee}}}}}
quota: {{wait: 10s}}
timeouts: {{request: 60s, first_event: 40s, stream_idle: 40s}}
providers:{providers}
models:{models}
endpoints:{endpoints}
"""


class Books:
    """The three sums that are not the callers', in nano-USD by organisation."""

    def __init__(self, redis, postgres, router):
        self.redis = redis
        self.postgres = postgres
        self.router = router

    def rows(self, sql):
        return [row.split("|") for row in filter(None, self.postgres.query(sql).split("\n"))]

    def by_organization(self, sql):
        return {organization: int(amount) for organization, amount in self.rows(sql)}

    def ledger(self):
        """Each way to add up the tables."""
        return {
            "records": self.by_organization(
                "select organization, sum(coalesce(cost_total, 0) + coalesce(fee, 0)) from generation group by 1"
            ),
            "postings": self.by_organization(
                "select organization, -sum(amount) from ledger_posting join ledger_entry using (sequence) "
                "where kind = 'generation' and account in ('usage', 'fee') group by 1"
            ),
            "days": self.by_organization("select subject, sum(amount) from ledger_spend where scope = 'organization' group by 1"),
            "balances": self.by_organization(
                "select organization, sum(case account when 'cash' then amount else 0 end) + sum(case when account in "
                "('credit', 'overdraft') then amount else 0 end) from ledger_balance group by 1"
            ),
        }

    def counters(self, scope):
        """What Redis counts, by organisation, and what it still holds."""
        port = self.redis.url.rsplit(":", 1)[1]

        def ask(*command):
            return subprocess.check_output(["redis-cli", "-p", port, *command], text=True).split("\n")

        spent, held = collections.Counter(), 0
        for key in filter(None, ask("--scan", "--pattern", f"cambio:v1:*:spend:{scope}:*")):
            organization = key.split("{")[1].split("/")[0]
            values = ask("HMGET", key, "s", "h")
            spent[organization] += int(values[0])
            held += int(values[1])
        return dict(spent), held

    def credits(self):
        usage = {}
        for organization in ORGANIZATIONS:
            key = next(key for key, (of, _) in KEYS.items() if of == organization)
            answer = self.get("/api/v1/credits", key)
            usage[organization] = nanos(answer["data"]["total_usage"])
        return usage

    def get(self, path, key):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.router.port}{path}", headers={"authorization": f"Bearer {key}"}
        )
        with urllib.request.urlopen(request, timeout=120) as response:
            return json.loads(response.read(), parse_float=Decimal)

    def generation(self, generation, key):
        """What a caller is told later of a generation."""
        return nanos(self.get(f"/api/v1/generation?id={generation}", key)["data"]["total_cost"])


def nanos(amount):
    return int((Decimal(amount) * prices.NANO).to_integral_exact())


class Verdict:
    """Lines, and whether one of them is wrong."""

    def __init__(self, fee):
        self.fee = fee
        self.wrong = []

    def check(self, fine, what):
        if not fine:
            self.wrong.append(what)

    def answers(self, seen, books):
        """The callers' own sum, by organisation, with the fees on it; each cost against the table and the record."""
        records = {row[0]: row[1:] for row in books.rows("select id, organization, provider, cost_total, cancelled from generation")}
        sums, apart = collections.Counter(), collections.Counter()
        told = set()
        for one in seen:
            if one.generation is None:
                continue
            told.add(one.generation)
            organization = KEYS[one.key][0]
            _, provider, recorded, _ = records.get(one.generation, (organization, "", "", ""))
            cost = one.cost
            if cost is None:
                cost = books.generation(one.generation, one.key)
                apart[one.call.kind] += cost
            self.check(cost == int(recorded or 0), f"{one.generation}: told {cost}, recorded {recorded}")
            expected = one.call.expected(provider) if one.ended == "served" else None
            self.check(expected in (None, cost), f"{one.generation} ({one.call.model}): told {cost}, should be {expected}")
            sums[organization] += cost + prices.fee(cost, self.fee)
        for generation, (organization, _, cost, cancelled) in records.items():
            # Who leaves before a whole answer never hears the id of it.
            if generation not in told and int(cost or 0):
                self.check(cancelled == "1", f"{generation} costs {cost}, and nobody was told of it")
                apart["left, no id"] += int(cost)
                sums[organization] += int(cost) + prices.fee(int(cost), self.fee)
        return dict(sums), dict(apart)


def settled(books, ledger):
    """Waits until Redis was told of every end."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        spent, held = books.counters("WORKSPACE")
        if held == 0 and spent == ledger:
            break
        time.sleep(0.2)


def judge(seen, books, fee):
    """Prints the four sums, and says whether they and all that goes with them agree."""
    verdict = Verdict(fee)
    for kind in calls.PLAIN:
        served = sum(one.ended == "served" for one in seen if one.call.kind == kind)
        verdict.check(served * 2 > sum(one.call.kind == kind for one in seen), f"only {served} of kind {kind} were served")
    sums, apart = verdict.answers(seen, books)
    ledger = books.ledger()
    settled(books, sums)
    columns = {"answers": sums, **{f"ledger: {name}": value for name, value in ledger.items()}}
    held = 0
    for scope in ("WORKSPACE", "KEY", "ORGANIZATION"):
        columns[f"Redis: {scope.lower()}"], holds = books.counters(scope)
        held += holds
    columns["credits"] = books.credits()
    verdict.check(held == 0, f"{held} nano-USD are still held")
    for name, value in columns.items():
        print(f"{name:<20} " + "  ".join(f"{one} {value.get(one, 0):>14,}" for one in ORGANIZATIONS) + f"  sum {sum(value.values()):>14,}")
        verdict.check(value == sums, f"{name}: {value}, answers {sums}")
    print("of it told by no answer: " + (", ".join(f"{kind} {amount:,}" for kind, amount in sorted(apart.items())) or "nothing"))
    return verdict.wrong


def ends(seen):
    counts = collections.Counter(f"{one.call.kind}: {one.ended}" for one in seen)
    return ", ".join(f"{count} {end}" for end, count in sorted(counts.items()))


def prove(folder, count, fee, seed, prepaid=True):
    """Makes the calls and adds up; what is wrong."""
    return asyncio.run(proof(folder, count, fee, seed, prepaid))


async def proof(folder, count, fee, seed, prepaid):
    provider = await obedient.Provider().start()
    # A busy machine's Redis has a second to answer: most calls must be served for their sums to say much.
    with cluster.cluster(folder, configuration(provider, fee, prepaid), redis_timeout="1s") as (redis, postgres, routers):
        for organization in ORGANIZATIONS if prepaid else ():
            command = [cluster.processes.ROOT / "bin/cambio", "credits", "add", "1000", "--organization", organization]
            subprocess.run([*map(str, command), "--config", str(routers[0].config)], check=True, stdout=subprocess.DEVNULL)
        seen = await calls.all_calls(count, [router.port for router in routers], list(KEYS), provider, seed)
        print(ends(seen))
        books = Books(redis, postgres, routers[1])
        wrong = await asyncio.to_thread(judge, seen, books, fee)
        verified = await asyncio.to_thread(cluster.verified, routers[0])
        print(verified[1].split("\n")[-1])
        return wrong if verified[0] else [*wrong, verified[1]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--fee", default="0", help="the operator's fee on usage, per cent")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cambio-sums-") as temporary:
        folder = pathlib.Path(temporary)
        folder.chmod(0o755)
        wrong = prove(folder, arguments.calls, arguments.fee, arguments.seed)
    for what in wrong[:20]:
        print("WRONG", what)
    print(f"{arguments.calls} calls, {len(wrong)} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
