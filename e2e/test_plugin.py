"""A plugin that was built apart, against the SPI's jar alone, and dropped into plugins/: served at every door."""

import httpx
import pytest
from openai import OpenAI


@pytest.mark.parametrize("stream", [False, True])
def test_its_dialect_is_served(stack, stream):
    client = OpenAI(base_url=stack.http + "/v1", api_key=stack.key, max_retries=0)
    request = {"model": "acme/talker", "messages": [{"role": "user", "content": "hello"}], "max_tokens": 9}
    if not stream:
        answer = client.chat.completions.create(**request)
        assert answer.choices[0].message.content == "you said hello"
        assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (4, 2)
        sent = stack.faulty.bodies["acme"][-1]
        assert sent == {"model": "talker", "turns": [{"who": "user", "says": "hello"}], "most": 9}
        return
    chunks = client.chat.completions.create(**request, stream=True)
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == "you said hello"


def test_what_it_cannot_say_is_reported(stack):
    body = httpx.post(
        stack.http + "/api/v1/chat/completions",
        headers={"authorization": "Bearer " + stack.key, "x-openrouter-metadata": "enabled"},
        json={"model": "acme/talker", "top_k": 3, "messages": [{"role": "user", "content": "hi"}]},
        timeout=120,
    ).json()
    assert body["provider"] == "Acme"
    assert "top_k" in {a["parameter"] for a in body["openrouter_metadata"]["adjustments"]}


def test_check_names_it(cambio):
    assert "acme" in cambio("check")
