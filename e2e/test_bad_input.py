"""Bad input: a clear error in the caller's dialect, the field named, the process unharmed."""

import json

import httpx
import pytest

GOOD = {"model": "e2e/good", "messages": [{"role": "user", "content": "Hello"}]}


def with_(**members):
    return json.dumps({**GOOD, **members})


def deep(depth):
    return '{"model":"e2e/good","messages":[{"role":"user","content":"x"}],"deep":' + "[" * depth + "]" * depth + "}"


CASES = {
    "malformed JSON": ('{"model": "e2e/good", "messages": [', 400, None),
    "model of the wrong type": (with_(model=7), 400, "model"),
    "messages of the wrong type": (with_(messages="hello"), 400, "messages"),
    "unknown model": (with_(model="cambio/tiny-chatt"), 404, "model"),
    "empty messages": (with_(messages=[]), 400, "messages"),
    "max_tokens -1": (with_(max_tokens=-1), 400, "max_tokens"),
    "max_tokens 0": (with_(max_tokens=0), 400, "max_tokens"),
    "max_tokens 2^31": (with_(max_tokens=2**31), 400, "max_tokens"),
    "max_tokens 2^63": (with_(max_tokens=2**63), 400, "max_tokens"),
    "unknown role": (with_(messages=[{"role": "robot", "content": "x"}]), 400, "messages[0].role"),
    "tool result without its call": (
        with_(messages=[GOOD["messages"][0], {"role": "tool", "tool_call_id": "call_1", "content": "42"}]),
        400,
        "messages[1].tool_call_id",
    ),
    "lone surrogate": ('{"model":"e2e/good","messages":[{"role":"user","content":"a\\ud800b"}]}', 400, "messages[0].content"),
    "depth 1000": (deep(1000), 400, None),
    "temperature of the wrong type": (with_(temperature="hot"), 400, "temperature"),
    "a provider in only and ignore": (with_(provider={"only": ["faulty-good"], "ignore": ["faulty-good"]}), 400, "provider.ignore"),
    "a region in only, its provider in ignore": (
        with_(provider={"only": ["faulty-good/eu"], "ignore": ["faulty-good"]}),
        400,
        "provider.only[0]",
    ),
    "an unknown provider": (with_(provider={"order": ["faulty-good", "faulty-goood"]}), 400, "provider.order[1]"),
    "a price that is no number": (with_(provider={"max_price": {"prompt": "cheap"}}), 400, "provider.max_price.prompt"),
    "a negative price": (with_(provider={"max_price": {"completion": -1}}), 400, "provider.max_price.completion"),
    "a negative percentile": (
        with_(provider={"preferred_max_latency": {"p90": -1}}),
        400,
        "provider.preferred_max_latency.p90",
    ),
    "an unknown sort": (with_(provider={"sort": "best"}), 400, "provider.sort"),
    "four models besides model": (with_(models=["e2e/good"] * 4), 400, "models"),
    "no model at all": (json.dumps({"messages": GOOD["messages"]}), 400, "model"),
    "an unknown preset": (with_(preset="nope"), 404, "preset"),
    "an unknown preset as the model": (with_(model="@preset/nope"), 404, "model"),
    "an unknown alias": (with_(model="~e2e/nope-latest"), 404, "model"),
}


def post(stack, door, body, key=None, headers=None):
    given = {"content-type": "application/json", **(headers or {})}
    if key is not None:
        given["authorization"] = "Bearer " + key
    return httpx.post(stack.http + door + "/chat/completions", content=body, headers=given, timeout=120)


@pytest.mark.parametrize("case", CASES)
def test_openai_door(stack, case):
    body, status, field = CASES[case]
    response = post(stack, "/v1", body, stack.key)
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert set(error) >= {"message", "type", "param", "code"}
    assert error["message"] and error["type"] == "invalid_request_error"
    if field:
        assert error["param"] == field
    assert_unharmed(stack)


@pytest.mark.parametrize("case", CASES)
def test_openrouter_door(stack, case):
    body, status, field = CASES[case]
    response = post(stack, "/api/v1", body, stack.key)
    error = response.json()["error"]
    assert response.status_code == status == error["code"], response.text
    if field:
        assert field in error["message"] or field in json.dumps(error.get("metadata", {}))


@pytest.mark.parametrize("door", ["/v1", "/api/v1"])
def test_an_unknown_provider_names_the_nearest(stack, door):
    error = post(stack, door, with_(provider={"only": ["faulty-goood"]}), stack.key).json()["error"]
    assert "nearest: faulty-good" in error["message"]


def test_an_unknown_model_names_the_nearest(stack):
    assert "cambio/tiny-chat" in post(stack, "/v1", CASES["unknown model"][0], stack.key).json()["error"]["message"]


def test_a_huge_body_is_413(stack):
    response = post(stack, "/v1", with_(messages=[{"role": "user", "content": "x" * (21 << 20)}]), stack.key)
    assert response.status_code == 413
    assert response.json()["error"]["message"]
    assert_unharmed(stack)


@pytest.mark.parametrize("key", ["sk-cambio-wrong", None])
@pytest.mark.parametrize("door", ["/v1", "/api/v1"])
def test_a_bad_or_missing_key_is_401(stack, door, key):
    response = post(stack, door, json.dumps(GOOD), key)
    assert response.status_code == 401
    assert "key" in response.json()["error"]["message"].lower()
    assert key is None or key not in response.text


def test_the_rate_limit_is_429_with_the_time_to_wait(stack):
    answers = [post(stack, "/v1", json.dumps(GOOD), "sk-cambio-limited") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].json()["error"]["message"]


def assert_unharmed(stack):
    response = post(stack, "/v1", json.dumps(GOOD), stack.key)
    assert response.status_code == 200, response.text
