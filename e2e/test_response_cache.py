"""The cache of whole answers, and identical requests at the same time: what the doors show, and what reaches the upstream."""

import concurrent.futures
import json
import uuid

import httpx
import pytest

CACHE = {"x-openrouter-cache": "true"}


def body(text, **members):
    return {"model": "e2e/good", "messages": [{"role": "user", "content": text}], **members}


def post(stack, content, door="/v1", path="/chat/completions", **headers):
    return httpx.post(
        stack.http + door + path,
        headers={"authorization": "Bearer " + stack.key, **headers},
        json=content,
        timeout=120,
    )


def reached(stack, text):
    """How many requests with this text came to the upstream."""
    with stack.faulty.lock:
        return sum(text in json.dumps(seen) for bodies in stack.faulty.bodies.values() for seen in bodies)


def record(stack, generation):
    response = httpx.get(
        stack.http + "/api/v1/generation",
        params={"id": generation},
        headers={"authorization": "Bearer " + stack.key},
        timeout=120,
    )
    assert response.status_code == 200, response.text
    return response.json()["data"]


def words(response):
    """What a stream says, and its last usage."""
    said, usage = "", None
    for line in response.text.splitlines():
        if line.startswith("data: {"):
            event = json.loads(line[6:])
            usage = event.get("usage") or usage
            for choice in event["choices"]:
                said += choice["delta"].get("content") or ""
    return said, usage


@pytest.mark.parametrize("door", ["/v1", "/api/v1"])
@pytest.mark.parametrize("stream", [False, True])
def test_the_second_time_it_costs_nothing_and_says_so(stack, door, stream):
    text = uuid.uuid4().hex
    headers = {**CACHE, "x-openrouter-metadata": "enabled"}
    first = post(stack, body(text), door, **headers)
    assert first.status_code == 200, first.text
    assert first.headers["x-openrouter-cache-status"] == "MISS"
    assert first.headers["x-openrouter-cache-ttl"] == "300"
    assert first.json()["openrouter_metadata"]["cache"] == {"status": "miss", "ttl": 300}
    assert first.json()["usage"]["completion_tokens"] == 3

    again = post(stack, body(text, stream=stream, user="someone", stream_options={"include_usage": True}), door, **headers)
    assert again.headers["x-openrouter-cache-status"] == "HIT"
    assert again.headers["x-openrouter-cache-source-id"] == first.headers["x-generation-id"]
    assert 0 <= int(again.headers["x-openrouter-cache-age"]) <= 60
    assert 240 <= int(again.headers["x-openrouter-cache-ttl"]) <= 300
    generation = again.headers["x-generation-id"]
    assert generation != first.headers["x-generation-id"]
    if stream:
        said, usage = words(again)
        assert again.text.rstrip().endswith("data: [DONE]")
    else:
        said, usage = again.json()["choices"][0]["message"]["content"], again.json()["usage"]
        assert again.json()["id"] == generation
        assert again.json()["openrouter_metadata"]["cache"]["status"] == "hit"
        assert again.headers["x-cambio-cost"] == "0"
    assert said == first.json()["choices"][0]["message"]["content"] == "all is well"
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["cost"]) == (0, 0, 0)
    assert reached(stack, text) == 1
    kept = record(stack, generation)
    assert kept["response_cache_source_id"] == first.headers["x-generation-id"]
    assert kept["total_cost"] == 0
    assert record(stack, first.headers["x-generation-id"])["response_cache_source_id"] is None


def test_nobody_is_cached_without_asking_and_a_clear_asks_anew(stack):
    text = uuid.uuid4().hex
    plain = post(stack, body(text))
    assert "x-openrouter-cache-status" not in plain.headers
    post(stack, body(text), **CACHE)
    cleared = post(stack, body(text), **CACHE, **{"x-openrouter-cache-clear": "true"})
    assert cleared.headers["x-openrouter-cache-status"] == "MISS"
    assert reached(stack, text) == 3
    hit = post(stack, body(text), **CACHE)
    assert hit.headers["x-openrouter-cache-source-id"] == cleared.headers["x-generation-id"]
    other = post(stack, body(text, temperature=0.5), **CACHE)
    assert other.headers["x-openrouter-cache-status"] == "MISS"


def test_failures_are_not_kept(stack):
    text = uuid.uuid4().hex
    for _ in range(2):
        failed = post(stack, body(text, model="e2e/pair", provider={"only": ["faulty-500"]}), **CACHE)
        assert failed.status_code >= 500
    assert reached(stack, text) >= 2


@pytest.mark.parametrize("door", ["/v1", "/api/v1"])
@pytest.mark.parametrize(
    "name,value",
    [
        ("x-openrouter-cache-ttl", "-1"),
        ("x-openrouter-cache-ttl", "0"),
        ("x-openrouter-cache-ttl", "86401"),
        ("x-openrouter-cache-ttl", "soon"),
        ("x-openrouter-cache", "maybe"),
        ("x-openrouter-cache-clear", "2"),
    ],
)
def test_a_wrong_header_is_a_400_that_names_it(stack, door, name, value):
    response = post(stack, body("hello"), door, **{**CACHE, name: value})
    assert response.status_code == 400, response.text
    assert name in response.json()["error"]["message"]
    assert value in response.json()["error"]["message"]


def test_a_hundred_identical_requests_reach_the_upstream_once(stack):
    text = uuid.uuid4().hex
    with concurrent.futures.ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda i: post(stack, body(text, stream=i % 2 == 1), **CACHE), range(100)))
    assert {answer.status_code for answer in answers} == {200}
    said = {words(answer)[0] if i % 2 else answer.json()["choices"][0]["message"]["content"] for i, answer in enumerate(answers)}
    assert said == {"all is well"}
    # Streams and whole answers wait for their own kind only, until one of them is stored.
    assert 1 <= reached(stack, text) <= 2
    assert sum(answer.headers["x-openrouter-cache-status"] == "MISS" for answer in answers) == reached(stack, text)
    assert len({answer.headers["x-generation-id"] for answer in answers}) == 100


def test_vectors_are_cached_too(stack):
    text = uuid.uuid4().hex
    request = {"model": "e2e/embed", "input": [text]}
    first = post(stack, request, path="/embeddings", **CACHE)
    again = post(stack, request, path="/embeddings", **CACHE)
    assert again.headers["x-openrouter-cache-status"] == "HIT"
    assert again.json()["data"] == first.json()["data"]
    assert again.json()["usage"]["prompt_tokens"] == 0


def native(stack, text, **cache):
    return httpx.post(
        stack.envoy + "/cambio/v1/completions",
        headers={"authorization": "Bearer " + stack.key},
        json={"model": "e2e/good", "messages": [{"role": "ROLE_USER", "content": [{"text": text}]}], "response_cache": cache},
        timeout=120,
    )


def test_the_native_door_has_a_field_for_it(stack):
    text = uuid.uuid4().hex
    first = native(stack, text, enabled=True, ttl="60s", coalesce=True)
    assert first.status_code == 200, first.text
    assert not first.json()["report"].get("cached_from_id")
    again = native(stack, text, enabled=True).json()
    assert again["report"]["cached_from_id"] == first.json()["id"]
    assert again["usage"]["cost"]["total_usd"] == "0"
    assert reached(stack, text) == 1
    for ttl in ("0.5s", "-5s", "86401s"):
        refused = native(stack, text, enabled=True, ttl=ttl)
        assert refused.status_code == 400, refused.text
        assert "response_cache.ttl" in refused.text
