"""Budgets and limits at the doors: what a caller sees, and what it is charged."""

import json
import time

import httpx
import pytest

import leaving
import processes


def ask(stack, key, model="e2e/good", door="/v1", **members):
    return {
        "url": stack.http + door + "/chat/completions",
        "headers": {"authorization": f"Bearer sk-cambio-{key}"},
        "json": {"model": model, "messages": [{"role": "user", "content": "How is it?"}], **members},
        "timeout": 120,
    }


def spent(cambio, generation):
    for _ in range(100):
        for record in json.loads(cambio("generations", "--json", "--limit", "100")):
            if record["id"] == generation:
                return record
        time.sleep(0.05)
    raise AssertionError("no record of " + generation)


@pytest.fixture(autouse=True)
def one_day():
    processes.away_from_midnight()


def test_what_is_not_affordable_is_402_and_says_what_is(stack):
    response = httpx.post(**ask(stack, "poor", door="/api/v1", max_tokens=500))
    assert response.status_code == 402, response.text
    error = response.json()["error"]
    assert error["code"] == 402
    assert error["metadata"]["error_type"] == "payment_required"
    assert error["metadata"]["limit_source"] == "key_budget"
    assert "500 tokens of output" in error["message"]
    assert "0.0003 USD" in error["message"]
    affordable = int(error["message"].split("at most ")[1].split()[0])
    assert 0 < affordable < 150

    fits = httpx.post(**ask(stack, "poor", max_tokens=affordable))
    assert fits.status_code == 200, fits.text
    assert httpx.post(**ask(stack, "poor", max_tokens=500)).json()["error"]["type"]


def test_a_stream_that_meets_its_budget_ends_with_that_error(stack, cambio):
    words, error, generation = 0, None, None
    with httpx.stream("POST", **ask(stack, "chatty", "e2e/chatty", door="/api/v1", stream=True)) as response:
        assert response.status_code == 200
        for line in response.iter_lines():
            if line.startswith("data: {"):
                event = json.loads(line[6:])
                generation = event.get("id", generation)
                error = event.get("error", error)
                words += bool(event["choices"] and event["choices"][0]["delta"].get("content"))
    assert error and error["code"] == 402, error
    # 0.0031 USD pay for 1,550 tokens of prompt and answer.
    assert 500 < words < 1600
    record = spent(cambio, generation)
    assert 0 < float(record["cost_usd"]) <= 0.0031, record

    again = httpx.post(**ask(stack, "chatty", "e2e/chatty", stream=True))
    assert again.status_code == 402, again.text
    assert "Retry-After" not in again.headers


def test_a_caller_hears_before_its_budget_is_used_up(stack):
    first = httpx.post(**ask(stack, "low", max_tokens=1350))
    assert first.status_code == 200, first.text
    assert first.headers["x-cambio-budget-limit"] == "0.003"
    assert 0 <= float(first.headers["x-cambio-budget-remaining"]) < 0.0006
    small = httpx.post(**ask(stack, "low", max_tokens=100))
    assert "x-cambio-budget-remaining" not in small.headers


def test_a_slot_is_free_again_when_its_stream_is_left(stack):
    with httpx.stream("POST", **ask(stack, "single", "e2e/endless", stream=True)) as first:
        assert first.status_code == 200
        second = httpx.post(**ask(stack, "single"))
        assert second.status_code == 429
        assert second.headers["retry-after"] == "1"
    leaving.until("a free slot", lambda: httpx.post(**ask(stack, "single")).status_code == 200)
