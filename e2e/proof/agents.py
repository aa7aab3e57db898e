"""No false blocks: agents that may say 64,000 tokens, and say about 500, share a budget that pays for 60 such answers.

    python agents.py [--agents 50] [--answers 60] [--delay 1.0] [--routers 1]

Each agent asks until it is refused, at a router that has seen no answer of theirs yet. A line for whole answers and one for
streams: how many were served to their own end, and how many were cut short. Exit code 1 where fewer than all but two were
served. With two routers or more they share Redis and PostgreSQL.
"""

import argparse
import asyncio
import collections
import contextlib
import json
import pathlib
import random
import sys
import tempfile
import time

import cluster
import streams
import wire

MAX_TOKENS = 64_000
PROMPT_TOKENS = 200
PROMPT = "what " * 160  # four bytes a token, so that the router's bound of a token a byte is far off, as it is in earnest
MEAN = 500
INPUT_NANOS, OUTPUT_NANOS = 3_000, 15_000  # nano-USD a token
ANSWER = PROMPT_TOKENS * INPUT_NANOS + MEAN * OUTPUT_NANOS
SPARE = 2  # so many answers may be left in the budget, for nobody knows how long the next one will be

Run = collections.namedtuple("Run", "served cut refused others spent seconds")


def key(kind):
    return f"sk-cambio-agents-{kind}"


def configuration(provider, answers, more=""):
    rows = "".join(
        f"\n  - {{name: {kind}, hash: {cluster.key_hash(key(kind))}, organization: agents, workspace: {kind}}}" for kind in KINDS
    )
    usd = f"{answers * ANSWER // 10**9}.{answers * ANSWER % 10**9:09d}"
    budgets = "".join(f"\n  - {{scope: workspace, subject: {kind}, limit: {usd}}}" for kind in KINDS)
    return f"""{more}keys:{rows}
budgets:{budgets}
providers:
  - {{id: proof, name: proof, dialect: openai-chat, base_url: "{provider.url}", auth: none}}
models:
  - {{slug: proof/agent, name: agent, kind: chat, context: 200000, input: [text], output: [text]}}
endpoints:
  - {{provider: proof, model: proof/agent, upstream: agent, context: 200000, prices: {{input: "3.00", output: "15.00"}}}}
"""


KINDS = {"whole": False, "streams": True}


def lengths(seed):
    """Around the mean, and of that mean in every ten, so that what the budget pays for is known; the order is drawn."""
    draw = random.Random(seed)
    while True:
        ten = [300, 350, 400, 450, 500, 500, 550, 600, 650, 700]
        draw.shuffle(ten)
        yield from ten


async def run(kind, ports, agents, provider, seed=1):
    provider.size = lambda body, drawn=lengths(seed): next(drawn)
    outcomes = collections.Counter()
    costs = []
    began = time.monotonic()

    async def agent(number):
        caller = wire.Client(ports[number % len(ports)], key(kind))
        messages = [{"role": "user", "content": PROMPT}]
        while True:
            body = {"model": "proof/agent", "max_tokens": MAX_TOKENS, "messages": messages, "stream": KINDS[kind]}
            status, headers, answer = await caller.post(json.dumps(body).encode())
            begun = headers["content-type"].startswith("text/event-stream")
            ends, usage = ended(streams.events(answer) if begun else [json.loads(answer)])
            costs.append(round(usage.get("cost", 0) * 10**9))
            if status == 200:
                outcomes["served" if ends == "stop" else f"cut by {ends}"] += 1
            else:
                outcomes[status] += 1
                break
        caller.close()

    await asyncio.gather(*(agent(number) for number in range(agents)))
    cut = {what: count for what, count in outcomes.items() if str(what).startswith("cut")}
    others = {what: count for what, count in outcomes.items() if isinstance(what, int) and what != 402}
    return Run(outcomes["served"], cut, outcomes[402], others, sum(costs), time.monotonic() - began)


def ended(events):
    """Why an answer ended, and its usage."""
    end, usage = None, {}
    for event in events:
        for choice in event.get("choices", []):
            end = choice.get("finish_reason") or end
        usage = event.get("usage") or usage
        if "error" in event:
            end = f"error {event['error'].get('code')}"
    return end, usage


def told(kind, run, answers):
    fine = run.served >= answers - SPARE and not run.cut and not run.others and run.spent <= answers * ANSWER
    line = (
        f"{kind:<8} {run.served} of {answers} served, {sum(run.cut.values())} cut short {run.cut or ''}, "
        f"{run.refused} refused, other {run.others}, "
        f"{run.spent} of {answers * ANSWER} nano-USD spent, {run.seconds:.1f} s {'ok' if fine else 'WRONG'}"
    )
    return line, fine


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--agents", type=int, default=50)
    parser.add_argument("--answers", type=int, default=60)
    parser.add_argument("--delay", type=float, default=1.0, help="seconds that the provider thinks before it answers")
    parser.add_argument("--routers", type=int, default=1)
    arguments = parser.parse_args()
    provider = await streams.Provider(None, PROMPT_TOKENS, arguments.delay).start()
    config = configuration(provider, arguments.answers)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="cambio-agents-") as temporary:
        folder = pathlib.Path(temporary)
        folder.chmod(0o755)
        with serving(folder, config, arguments.routers) as routers:
            for kind in KINDS:
                result = await run(kind, [router.port for router in routers], arguments.agents, provider)
                line, fine = told(kind, result, arguments.answers)
                print(line, flush=True)
                wrong += not fine
    return 1 if wrong else 0


@contextlib.contextmanager
def serving(folder, config, routers):
    """Routers of this configuration: one by itself, or several that share Redis and PostgreSQL."""
    if routers == 1:
        with cluster.alone(folder, config) as router:
            yield [router]
    else:
        with cluster.cluster(folder, config, routers) as (_, _, several):
            yield several


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
