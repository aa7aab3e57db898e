"""Embeddings through every door, by the official clients; failover, cost and record as for completions."""

import base64
import json
import os
import struct
import subprocess

import httpx
import pytest
from openai import OpenAI

import processes
from test_failover import attempts_of

MODEL = "e2e/embed"
GOOD = {"provider": {"only": ["faulty-good"]}}


def near(vector, expected):
    return len(vector) == len(expected) and all(abs(a - b) < 1e-6 for a, b in zip(vector, expected))


@pytest.mark.parametrize("base", ["http", "envoy"])
def test_openai_python(stack, base):
    """The client asks for base64 unless it is told otherwise."""
    client = OpenAI(base_url=getattr(stack, base) + "/v1", api_key=stack.key, max_retries=0)
    for encoding in ({}, {"encoding_format": "float"}):
        answer = client.embeddings.create(model=MODEL, input=["one", "three"], extra_body=GOOD, **encoding)
        assert [d.index for d in answer.data] == [0, 1]
        assert near(answer.data[0].embedding, [3, 0.5, 0.1]), answer.data[0]
        assert near(answer.data[1].embedding, [5, 1.5, 0.1])
        assert answer.model == MODEL and answer.usage.prompt_tokens == 7 and answer.usage.total_tokens == 7
    short = client.embeddings.create(model=MODEL, input="one", dimensions=2, extra_body=GOOD)
    assert near(short.data[0].embedding, [3, 0.5])
    tokens = client.embeddings.create(model=MODEL, input=[1, 2, 3, 4], extra_body=GOOD)
    assert near(tokens.data[0].embedding, [4, 0.5, 0.1])
    assert stack.faulty.bodies["good"][-1]["input"] == [[1, 2, 3, 4]]


def test_openai_npm(stack):
    output = subprocess.check_output(
        ["node", processes.ROOT / "e2e/openai-npm/embed.mjs"],
        text=True,
        env={**os.environ, "BASE_URL": stack.http + "/v1", "CAMBIO_KEY": stack.key, "MODEL": MODEL},
        timeout=120,
    )
    for mode, vector in json.loads(output).items():
        assert near(vector, [3, 0.5, 0.1]), mode


@pytest.mark.parametrize("fault", ["500", "html", "garbage"])
def test_openrouter_door_falls_over_and_records(stack, cambio, fault):
    response = httpx.post(
        stack.http + "/api/v1/embeddings",
        headers={"authorization": "Bearer " + stack.key, "x-openrouter-metadata": "enabled"},
        json={
            "model": MODEL,
            "input": "one",
            "provider": {"order": ["faulty-" + fault, "faulty-good"], "allow_fallbacks": False},
        },
        timeout=120,
    )
    assert response.status_code == 200, response.text
    body = response.json()
    assert body["object"] == "list" and body["provider"] == "faulty-good" and body["id"].startswith("gen_")
    assert near(body["data"][0]["embedding"], [3, 0.5, 0.1])
    assert body["usage"]["cost"] == pytest.approx(7e-6)
    assert len(body["openrouter_metadata"]["attempts"]) == 2
    assert len(attempts_of(cambio, body["id"])) == 2


def test_native_rest(stack):
    for encoding in ("EMBED_ENCODING_FLOAT", "EMBED_ENCODING_BYTES"):
        body = httpx.post(
            stack.envoy + "/cambio/v1/embeddings",
            headers={"authorization": "Bearer " + stack.key},
            json={"model": MODEL, "inputs": [{"text": "one"}], "encoding": encoding, **GOOD},
            timeout=120,
        ).json()
        one = body["embeddings"][0]
        packed = base64.b64decode(one.get("packed") or "")
        vector = one.get("values") or list(struct.unpack(f"<{len(packed) // 4}f", packed))
        assert near(vector, [3, 0.5, 0.1]), body
        assert body["usage"]["cost"]["total_usd"] == "0.000007"


@pytest.mark.parametrize("door", ["/v1", "/api/v1"])
@pytest.mark.parametrize(
    "wrong, field",
    [
        ({}, "input"),
        ({"input": []}, "input"),
        ({"input": ""}, "input"),
        ({"input": ["a", 1]}, "input"),
        ({"input": [[]]}, "input"),
        ({"input": "a", "dimensions": 0}, "dimensions"),
        ({"input": "a", "encoding_format": "int8"}, "encoding_format"),
    ],
)
def test_what_is_wrong_is_named(stack, door, wrong, field):
    headers = {"authorization": "Bearer " + stack.key}
    response = httpx.post(stack.http + door + "/embeddings", headers=headers, json={"model": MODEL, **wrong})
    assert response.status_code == 400
    assert field in response.text


def test_models_of_the_other_kind_are_refused_by_name(stack):
    headers = {"authorization": "Bearer " + stack.key}
    chat = httpx.post(stack.http + "/v1/embeddings", headers=headers, json={"model": "e2e/good", "input": "a"})
    assert chat.status_code >= 400 and "makes no embeddings" in chat.text
    message = {"role": "user", "content": "a"}
    embed = httpx.post(stack.http + "/v1/chat/completions", headers=headers, json={"model": MODEL, "messages": [message]})
    assert embed.status_code >= 400 and "does not chat" in embed.text
