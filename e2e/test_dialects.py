"""Every dialect against aimock, which nobody here wrote: text, tool calls, usage, cost, and its faults."""

import json

import httpx
import pytest
from openai import APIStatusError, OpenAI

import mock_stack

DIALECTS = list(mock_stack.PROVIDERS)
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "The weather of a city.",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    }
]


def client(mock, door):
    return OpenAI(base_url=mock.http + door, api_key=mock.key, max_retries=0, timeout=120)


def ask(mock, model, messages, stream, door="/v1", **more):
    """Message, finish and usage of an answer, whole or put together from its stream."""
    if not stream:
        answer = client(mock, door).chat.completions.create(model=model, messages=messages, **more)
        choice = answer.choices[0]
        return choice.message.model_dump(exclude_none=True), choice.finish_reason, answer.usage
    text, calls, finish, usage = "", {}, None, None
    for chunk in client(mock, door).chat.completions.create(
        model=model, messages=messages, stream=True, stream_options={"include_usage": True}, **more
    ):
        usage = chunk.usage or usage
        for choice in chunk.choices:
            finish = choice.finish_reason or finish
            text += choice.delta.content or ""
            for call in choice.delta.tool_calls or []:
                whole = calls.setdefault(call.index, {"id": "", "type": "function", "function": {"name": "", "arguments": ""}})
                whole["id"] += call.id or ""
                whole["function"]["name"] += call.function.name or ""
                whole["function"]["arguments"] += call.function.arguments or ""
    message = {"role": "assistant"}
    if text:
        message["content"] = text
    if calls:
        message["tool_calls"] = [calls[index] for index in sorted(calls)]
    return message, finish, usage


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_text_and_usage(mock, dialect, stream):
    message, finish, usage = ask(mock, f"mock/{dialect}", [{"role": "user", "content": "What is the capital of France?"}], stream)
    assert message["content"] == "The capital of France is Paris."
    assert finish == "stop"
    assert (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens) == (11, 7, 18)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_two_calls_at_once(mock, dialect, stream):
    question = [{"role": "user", "content": "Look up the weather in Paris and Rome."}]
    message, finish, usage = ask(mock, f"mock/{dialect}", question, stream, tools=TOOLS)
    assert finish == "tool_calls"
    assert [call["function"]["name"] for call in message["tool_calls"]] == ["get_weather"] * 2
    assert [json.loads(call["function"]["arguments"]) for call in message["tool_calls"]] == [{"city": "Paris"}, {"city": "Rome"}]
    assert len({call["id"] for call in message["tool_calls"]}) == 2
    assert (usage.prompt_tokens, usage.completion_tokens) == (40, 20)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_cost_is_exact(mock, dialect):
    answer = httpx.post(
        mock.http + "/api/v1/chat/completions",
        headers={"authorization": "Bearer " + mock.key},
        json={"model": f"mock/{dialect}", "messages": [{"role": "user", "content": "What is the capital of France?"}]},
        timeout=120,
    )
    # 11 tokens at 1 USD and 7 at 2 USD per million.
    assert '"cost":0.000025' in answer.text


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("fault", mock_stack.FAULTS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_fault_alone_is_a_classified_error(mock, dialect, fault, stream):
    with pytest.raises(APIStatusError) as raised:
        ask(mock, f"mock/{dialect}-{fault}-{'stream' if stream else 'whole'}", [{"role": "user", "content": "Anybody there?"}], stream)
    error = raised.value
    assert error.status_code == (429 if fault == "ratelimit" else 502)
    assert error.body["message"] and "never seen" not in error.body["message"]
    assert "Traceback" not in error.response.text and "mock-" + dialect not in error.response.text


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("fault", mock_stack.FAULTS)
def test_a_fault_falls_over_unseen(mock, fault, stream):
    question = [{"role": "user", "content": "What is the capital of France?"}]
    message, finish, usage = ask(mock, f"mock/pair-{fault}", question, stream)
    assert (message["content"], finish) == ("The capital of France is Paris.", "stop")
    assert usage.total_tokens == 18


def test_requests_look_as_the_providers_document_them(mock):
    mock.heard.take()
    for dialect in DIALECTS:
        ask(mock, f"mock/{dialect}", [{"role": "user", "content": "What is the capital of France?"}], False, max_tokens=50)
    heard = {path: (headers, body) for path, headers, body in mock.heard.take()}
    paths = dict(zip(DIALECTS, heard, strict=True))
    assert paths["openai"] == "/v1/chat/completions"
    assert paths["responses"] == "/v1/responses"
    assert paths["anthropic"] == "/v1/messages"
    assert paths["gemini"] == "/v1beta/models/gemini-mock:generateContent"
    assert paths["bedrock"] == "/model/bedrock-mock/converse"
    assert paths["cohere"] == "/v2/chat"
    assert paths["azure"].startswith("/openai/deployments/azure-mock/chat/completions?api-version=")
    key = {dialect: heard[path][0] for dialect, path in paths.items()}
    assert key["openai"]["authorization"] == "Bearer mock-openai"
    assert key["anthropic"]["x-api-key"] == "mock-anthropic" and "anthropic-version" in key["anthropic"]
    assert key["gemini"]["x-goog-api-key"] == "mock-gemini"
    assert key["bedrock"]["authorization"] == "Bearer mock-bedrock"
    assert key["cohere"]["authorization"] == "Bearer mock-cohere"
    assert key["azure"]["api-key"] == "mock-azure"


LONG = "You know all capitals. " * 40


@pytest.mark.parametrize("provider", ["anthropic", "amazon-bedrock"])
def test_breakpoints_are_set_unless_the_caller_says_none(mock, provider):
    def heard(**more):
        mock.heard.take()
        answer = httpx.post(
            mock.http + "/api/v1/chat/completions",
            headers={"authorization": "Bearer " + mock.key},
            json={
                "model": "anthropic/claude-haiku-4.5",
                "provider": {"only": [provider]},
                "messages": [{"role": "system", "content": LONG}, {"role": "user", "content": "What is the capital of France?"}],
                **more,
            },
            timeout=120,
        )
        assert answer.status_code == 200, answer.text
        ((_, _, body),) = mock.heard.take()
        return json.dumps(body)

    mark = '"cache_control"' if provider == "anthropic" else '"cachePoint"'
    assert heard().count(mark) >= 2
    assert '"ttl": "1h"' in heard(cache_control={"type": "ephemeral", "ttl": "1h"})
    assert mark not in heard(cache_control={"type": "none"})
