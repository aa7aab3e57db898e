"""A tool conversation of three turns, begun at the OpenAI door by the real SDK and served by each dialect."""

import base64
import json
import subprocess

import pytest

import mock_stack
import processes
import seals
from test_dialects import TOOLS, ask

DIALECTS = list(mock_stack.PROVIDERS)
SPECS = processes.ROOT.parent / "shared/specs"
DEGREES = {"Paris": "21", "Rome": "24"}


def converse(mock, dialect, stream, question, **more):
    """All three turns; what the provider heard of each."""
    mock.heard.take()
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": question}]
    called, finish, _ = ask(mock, f"mock/{dialect}", messages, stream, tools=TOOLS, reasoning_effort="medium", max_tokens=4000, **more)
    assert finish == "tool_calls" and len(called["tool_calls"]) == 2
    # A plain client: what it sends back is what the OpenAI types have, nothing else.
    messages.append({"role": "assistant", "content": called.get("content"), "tool_calls": called["tool_calls"]})
    for call in called["tool_calls"]:
        city = json.loads(call["function"]["arguments"])["city"]
        messages.append({"role": "tool", "tool_call_id": call["id"], "content": DEGREES[city]})
    told, finish, _ = ask(mock, f"mock/{dialect}", messages, stream, tools=TOOLS, reasoning_effort="medium", max_tokens=4000, **more)
    assert (told["content"], finish) == ("Paris has 21 degrees, Rome has 24.", "stop")
    messages += [{"role": "assistant", "content": told["content"]}, {"role": "user", "content": "Which is warmer?"}]
    compared, finish, usage = ask(mock, f"mock/{dialect}", messages, stream, tools=TOOLS, max_tokens=4000, **more)
    assert (compared["content"], finish, usage.total_tokens) == ("Rome, by 3 degrees.", "stop", 88)
    heard = mock.heard.take()
    assert len(heard) == 3
    return [body for _, _, body in heard]


def results(dialect, body):
    """(call, result) pairs of a request, read as the dialect documents them, in the order of the calls."""
    if dialect in ("openai", "azure", "cohere"):
        called = [c["id"] for m in body["messages"] for c in m.get("tool_calls") or []]
        told = {m["tool_call_id"]: m["content"] for m in body["messages"] if m["role"] == "tool"}
    elif dialect == "anthropic":
        blocks = [b for m in body["messages"] if isinstance(m["content"], list) for b in m["content"]]
        called = [b["id"] for b in blocks if b["type"] == "tool_use"]
        told = {b["tool_use_id"]: b["content"] for b in blocks if b["type"] == "tool_result"}
        roles = [m["role"] for m in body["messages"]]
        assert all(a != b for a, b in zip(roles, roles[1:]))
    elif dialect == "bedrock":
        blocks = [b for m in body["messages"] for b in m["content"]]
        called = [b["toolUse"]["toolUseId"] for b in blocks if "toolUse" in b]
        told = {b["toolResult"]["toolUseId"]: b["toolResult"]["content"] for b in blocks if "toolResult" in b}
    elif dialect == "responses":
        called = [item["call_id"] for item in body["input"] if item.get("type") == "function_call"]
        told = {i["call_id"]: i["output"] for i in body["input"] if i.get("type") == "function_call_output"}
    else:
        parts = [p for c in body["contents"] for p in c["parts"]]
        calls = [p["functionCall"] for p in parts if "functionCall" in p]
        answers = [p["functionResponse"] for p in parts if "functionResponse" in p]
        assert [c["name"] for c in calls] == [a["name"] for a in answers]
        return [(c["args"], a["response"]) for c, a in zip(calls, answers, strict=True)]
    assert set(called) == set(told)
    return [(id, told[id]) for id in called]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_three_turns(mock, dialect, stream):
    first, second, third = converse(mock, dialect, stream, "Look up the weather in Paris and Rome.")
    assert results(dialect, first) == []
    for body in (second, third):
        pairs = results(dialect, body)
        assert len(pairs) == 2
        assert "21" in json.dumps(pairs[0][1]) and "24" in json.dumps(pairs[1][1])


def thoughts(dialect, body):
    if dialect == "anthropic":
        blocks = [b for m in body["messages"] if isinstance(m["content"], list) for b in m["content"]]
        return [(b["thinking"], b["signature"]) for b in blocks if b["type"] == "thinking"]
    if dialect == "bedrock":
        texts = [b["reasoningContent"]["reasoningText"] for m in body["messages"] for b in m["content"] if "reasoningContent" in b]
        return [(text["text"], text["signature"]) for text in texts]
    if dialect == "responses":
        items = [item for item in body["input"] if item.get("type") == "reasoning"]
        # The mock encrypts an item's id, so that a swapped one would show.
        opened = [base64.b64decode(item["encrypted_content"]).decode() for item in items]
        assert opened == ["aimock-encrypted-reasoning:" + item["id"] for item in items]
        at = [body["input"].index(item) for item in items]
        assert all(body["input"][place + 1]["type"] == "function_call" for place in at)
        return [("".join(part["text"] for part in item["summary"]), seals.SEAL) for item in items]
    parts = [p for c in body["contents"] for p in c["parts"] if c["role"] == "model"]
    calls = [p for p in parts if "functionCall" in p]
    # The first of the parallel calls carries the signature, and no other.
    assert not any("thoughtSignature" in call for call in calls[1:])
    sealed = [call["thoughtSignature"] for call in calls if "thoughtSignature" in call]
    return list(zip([p["text"] for p in parts if p.get("thought")], sealed, strict=True))


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("dialect", ["anthropic", "bedrock", "gemini", "responses"])
def test_reasoning_outlives_a_client_that_drops_it(mock, dialect, stream):
    _, second, third = converse(mock, dialect, stream, "Please think about the weather in both cities.")
    kept = [("Both cities must be asked for.", seals.SEAL)]
    assert thoughts(dialect, second) == kept
    assert thoughts(dialect, third) == kept
    if dialect == "anthropic":
        assert second["thinking"]["type"] == "enabled"


def test_what_is_kept_lies_sealed(mock):
    converse(mock, "anthropic", False, "Please think about the weather in both cities.")
    for file in mock.data.iterdir():
        content = file.read_bytes()
        assert b"Both cities must" not in content and b"c2VhbGVkIGJ5" not in content
        assert file.stat().st_mode & 0o077 == 0, file


def test_nothing_is_kept_under_zero_data_retention(mock):
    more = {"door": "/api/v1", "extra_body": {"provider": {"zdr": True}}}
    for dialect in ("anthropic", "responses"):
        _, second, _ = converse(mock, dialect, False, "Please think about the weather in both cities.", **more)
        assert thoughts(dialect, second) == []


def test_requests_keep_the_published_specifications(mock, tmp_path):
    if not SPECS.is_dir():
        pytest.skip("no specifications beside the repository")
    bodies = {d: converse(mock, d, False, "Look up the weather in Paris and Rome.") for d in ("openai", "azure", "anthropic", "bedrock")}
    file = tmp_path / "bodies.json"
    file.write_text(json.dumps(bodies))
    python = processes.tools("specifications") / "bin/python"
    told = subprocess.run([python, processes.ROOT / "e2e/specifications.py", SPECS, file], capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr
