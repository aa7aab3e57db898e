"""Failover before the first token: the caller sees one clean answer, the record shows two attempts."""

import json

import httpx
import pytest

FAULTS = ["refuse", "500", "429", "hang", "garbage", "html", "preamble"]


def ask(stack, fault, stream, door="/api/v1"):
    return {
        "url": stack.http + door + "/chat/completions",
        "headers": {"authorization": "Bearer " + stack.key, "x-openrouter-metadata": "enabled"},
        "json": {
            "model": "e2e/pair",
            "stream": stream,
            "messages": [{"role": "user", "content": "How is it?"}],
            "provider": {"order": ["faulty-" + fault, "faulty-good"], "allow_fallbacks": False},
        },
        "timeout": 120,
    }


def attempts_of(cambio, generation):
    for record in json.loads(cambio("generations", "--json", "--attempts", "--limit", "100")):
        if record["id"] == generation:
            return record["attempts"]
    raise AssertionError("no record of " + generation)


@pytest.mark.parametrize("fault", FAULTS)
def test_unary_caller_sees_one_clean_answer(stack, cambio, fault):
    response = httpx.post(**ask(stack, fault, False))
    assert response.status_code == 200, response.text
    body = response.json()
    assert body["choices"][0]["message"]["content"] == "all is well"
    assert body["choices"][0]["finish_reason"] == "stop"
    assert body["provider"] == "faulty-good"
    assert len(body["openrouter_metadata"]["attempts"]) == 2
    assert len(attempts_of(cambio, body["id"])) == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_streaming_caller_sees_one_clean_stream(stack, cambio, fault):
    text, finishes, done, generation = "", [], False, None
    with httpx.stream("POST", **ask(stack, fault, True)) as response:
        assert response.status_code == 200
        generation = response.headers["x-generation-id"]
        for line in response.iter_lines():
            if not line.startswith("data: "):
                continue
            if line == "data: [DONE]":
                done = True
                continue
            chunk = json.loads(line[6:])
            assert "error" not in chunk
            for choice in chunk["choices"]:
                text += choice["delta"].get("content") or ""
                finishes.append(choice.get("finish_reason"))
    assert text == "all is well"
    assert done and "stop" in finishes
    assert len(attempts_of(cambio, generation)) == 2


def test_a_break_after_the_first_token_is_an_honest_error(stack):
    body = ask(stack, "good", True)
    body["json"] = {"model": "e2e/truncated", "stream": True, "messages": [{"role": "user", "content": "Count."}]}
    lines = []
    with httpx.stream("POST", **body) as response:
        assert response.status_code == 200
        lines = [line for line in response.iter_lines() if line.startswith("data: ")]
    assert "data: [DONE]" not in lines
    last = json.loads(lines[-1][6:])
    assert last["error"]["code"] == 502
    assert last["choices"][0]["finish_reason"] == "error"
    assert not any('"finish_reason":"stop"' in line.replace(" ", "") for line in lines)
