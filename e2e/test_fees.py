"""The operator's fee on purchases: a posting of its own, taken once, of what was paid; what is left of it is what can be used."""

import json
import os
import pathlib
import subprocess
import sys
from decimal import Decimal

import httpx
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "proof"))

import cluster  # noqa: E402  (its folder has to be on the path first)
import leaving  # noqa: E402
import processes  # noqa: E402
import streams  # noqa: E402

KEY = "sk-cambio-fees"
PROMPT = "x" * 21  # with the template 37 tokens at most, which is what the provider counts
PROMPT_TOKENS, ANSWER_TOKENS = 37, 10
COST = PROMPT_TOKENS * 3_000 + ANSWER_TOKENS * 15_000

# Paid, the five percent of it that are the fee (rounded once, half up), and what is left: nano-USD.
PURCHASES = {"first": (400_007, 20_000, 380_007), "crumb": (10, 1, 9), "second": (149_457, 7_473, 141_984)}


def configuration(provider):
    return f"""keys:
  - {{name: fees, hash: {cluster.key_hash(KEY)}, organization: fees}}
money: {{credits: required, fee: {{on: purchase, percent: 5}}}}
providers:
  - {{id: proof, name: proof, dialect: openai-chat, base_url: "{provider.url}", auth: none}}
models:
  - {{slug: proof/model, name: proof, kind: chat, context: 100000, input: [text], output: [text]}}
endpoints:
  - {{provider: proof, model: proof/model, upstream: proof, context: 100000, prices: {{input: "3.00", output: "15.00"}}}}
"""


@pytest.fixture(scope="module")
def router(tmp_path_factory):
    with streams.beside(streams.Provider(lambda body: ANSWER_TOKENS, PROMPT_TOKENS)) as provider:
        with cluster.alone(tmp_path_factory.mktemp("fees"), configuration(provider)) as started:
            yield started


def cambio(router, *arguments):
    short_lived = {"CAMBIO_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
    command = [str(processes.ROOT / "bin/cambio"), *arguments, "--config", str(router.config)]
    return subprocess.check_output(command, text=True, env={**os.environ, **short_lived})


def usd(nanos):
    return f"{Decimal(nanos).scaleb(-9).normalize():f}"


def nanos(amount):
    scaled = Decimal(amount).scaleb(9)
    assert scaled == int(scaled), f"{amount} is finer than a nano-dollar"
    return int(scaled)


def buy(router, name):
    return cambio(router, "credits", "add", usd(PURCHASES[name][0]), "--organization", "fees", "--idempotency-key", name)


def ask(router):
    return httpx.post(
        f"http://127.0.0.1:{router.port}/api/v1/chat/completions",
        headers={"authorization": f"Bearer {KEY}"},
        json={"model": "proof/model", "max_tokens": ANSWER_TOKENS, "messages": [{"role": "user", "content": PROMPT}]},
        timeout=120,
    )


def get(router, path):
    url = f"http://127.0.0.1:{router.port}/api/v1/{path}"
    response = httpx.get(url, headers={"authorization": f"Bearer {KEY}"}, timeout=120)
    assert response.status_code == 200, response.text
    return json.loads(response.text, parse_float=Decimal)["data"]


def credits_and_usage(router):
    told = get(router, "credits")
    return nanos(told["total_credits"]), nanos(told["total_usage"])


def test_the_fee_is_taken_once_and_what_is_left_can_be_used_to_the_nano_dollar(router):
    assert ask(router).status_code == 402
    for name in ("first", "first", "crumb"):
        paid, fee, credit = PURCHASES[name]
        assert f"{usd(credit)} USD of credit for fees, after a fee of {usd(fee)} USD." in buy(router, name)
    assert credits_and_usage(router) == (380_007 + 9, 0)

    served = [leaving.until("credit that the router knows", lambda: (answer := ask(router)).status_code == 200 and answer)]
    # What is left would pay for a second answer, had no fee been taken.
    refused = ask(router)
    assert refused.status_code == 402, refused.text
    assert refused.json()["error"]["metadata"]["limit_source"] == "credits"
    buy(router, "second")
    served.append(leaving.until("the credit added", lambda: (answer := ask(router)).status_code == 200 and answer))
    assert ask(router).status_code == 402

    # Three purchases pay for two answers, and nothing is left. All who keep these books agree.
    assert credits_and_usage(router) == (2 * COST, 2 * COST)
    told = {}
    for answer in served:
        generation = answer.headers["x-generation-id"]
        told[generation] = nanos(json.loads(answer.text, parse_float=Decimal)["usage"]["cost"])
        assert nanos(get(router, f"generation?id={generation}")["total_cost"]) == told[generation] == COST
    entries = json.loads(cambio(router, "ledger", "entries", "--organization", "fees", "--json"))
    bought = {entry["idempotency_key"]: postings(entry) for entry in entries if entry["kind"] == "credit"}
    assert bought == {
        name: {"cash": [paid], "fee": [-fee], "credit": [-credit]} for name, (paid, fee, credit) in PURCHASES.items()
    }
    used = {entry["id"]: postings(entry) for entry in entries if entry["kind"] == "generation"}
    assert used == {generation: {"credit": [cost], "usage": [-cost]} for generation, cost in told.items()}
    assert "The ledger is sound." in cambio(router, "ledger", "verify")


def postings(entry):
    """The amounts of an entry by account; an account may be there more than once."""
    lines = {}
    for line in entry["postings"]:
        lines.setdefault(line["account"], []).append(nanos(line["amount_usd"]))
    return lines
