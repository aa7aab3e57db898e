"""Four views of the same money: the answers, the records, the credits and the ledger, equal to the last digit."""

import json
from decimal import Decimal

import httpx

import leaving


def ask(stack, model, stream=False, **more):
    return {
        "url": stack.http + "/api/v1/chat/completions",
        "headers": {"authorization": "Bearer " + stack.key},
        "json": {"model": model, "stream": stream, "messages": [{"role": "user", "content": "How is it?"}], **more},
        "timeout": 120,
    }


def get(stack, path):
    response = httpx.get(stack.http + path, headers={"authorization": "Bearer " + stack.key}, timeout=120)
    assert response.status_code == 200, response.text
    return json.loads(response.text, parse_float=Decimal)["data"]


def usage_of_stream(stack, model):
    usage, generation = None, None
    with httpx.stream("POST", **ask(stack, model, True)) as response:
        generation = response.headers["x-generation-id"]
        for line in response.iter_lines():
            if line.startswith("data: {"):
                usage = json.loads(line[6:], parse_float=Decimal).get("usage") or usage
    return generation, usage


def test_what_callers_were_told_is_what_the_ledger_says(stack, cambio):
    before = get(stack, "/api/v1/credits")
    told = {}
    for _ in range(5):
        answer = json.loads(httpx.post(**ask(stack, "e2e/good")).text, parse_float=Decimal)
        told[answer["id"]] = Decimal(answer["usage"]["cost"])
        generation, usage = usage_of_stream(stack, "e2e/good")
        told[generation] = Decimal(usage["cost"])
    # A cost that was shown is on disk: nothing is waited for here.
    after = get(stack, "/api/v1/credits")
    assert Decimal(after["total_usage"]) - Decimal(before["total_usage"]) == sum(told.values())
    entries = json.loads(cambio("ledger", "entries", "--json", "--limit", "1000"))
    for generation, cost in told.items():
        assert cost > 0
        record = get(stack, "/api/v1/generation?id=" + generation)
        assert Decimal(record["total_cost"]) == cost
        debits = [entry for entry in entries if entry["id"] == generation]
        assert len(debits) == 1
        assert sum(Decimal(line["amount_usd"]) for line in debits[0]["postings"]) == 0
        assert sum(Decimal(line["amount_usd"]) for line in debits[0]["postings"] if line["account"] == "usage") == -cost
    assert "The ledger is sound." in cambio("ledger", "verify")


def test_a_stream_that_is_left_is_charged_for_what_it_had_generated(stack, cambio):
    with httpx.stream("POST", **ask(stack, "e2e/endless", True)) as response:
        generation = response.headers["x-generation-id"]
        chunks = 0
        for line in response.iter_lines():
            chunks += line.startswith("data: ")
            if chunks == 20:
                break
    url = stack.http + "/api/v1/generation?id=" + generation
    mine = {"authorization": "Bearer " + stack.key}
    record = leaving.until("the record", lambda: httpx.get(url, headers=mine).json().get("data"))
    assert record["cancelled"]
    found = [entry for entry in json.loads(cambio("ledger", "entries", "--json")) if entry["id"] == generation]
    usage = [line for line in found[0]["postings"] if line["account"] == "usage"]
    assert Decimal(usage[0]["amount_usd"]) < 0


def test_another_key_learns_nothing_of_a_generation(stack):
    answer = httpx.post(**ask(stack, "e2e/good")).json()
    response = httpx.get(stack.http + "/api/v1/generation?id=" + answer["id"], timeout=120)
    assert response.status_code == 401
    missing = httpx.get(
        stack.http + "/api/v1/generation?id=gen_none", headers={"authorization": "Bearer " + stack.key}, timeout=120
    )
    assert missing.status_code == 404
