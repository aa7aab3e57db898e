"""The same question through every door gives the same kind of answer, with usage. Real clients."""

import json
import os
import subprocess

import httpx
import pytest
from openai import OpenAI

import processes

QUESTION = "What is the capital of France?"
MODEL = "cambio/tiny-chat"


@pytest.mark.parametrize("base", ["http", "envoy"])
@pytest.mark.parametrize("stream", [False, True])
def test_openai_python(stack, base, stream):
    client = OpenAI(base_url=getattr(stack, base) + "/v1", api_key=stack.key, max_retries=0)
    messages = [{"role": "user", "content": QUESTION}]
    if not stream:
        answer = client.chat.completions.create(model=MODEL, messages=messages, temperature=0)
        assert "Paris" in answer.choices[0].message.content
        assert answer.usage.prompt_tokens > 0 and answer.usage.completion_tokens > 0
        return
    text, usage = "", None
    for chunk in client.chat.completions.create(
        model=MODEL, messages=messages, temperature=0, stream=True, stream_options={"include_usage": True}
    ):
        text += (chunk.choices[0].delta.content or "") if chunk.choices else ""
        usage = chunk.usage or usage
    assert "Paris" in text
    assert usage.prompt_tokens > 0 and usage.completion_tokens > 0


def test_the_bare_name_is_enough_where_it_is_unique(stack):
    client = OpenAI(base_url=stack.http + "/v1", api_key=stack.key, max_retries=0)
    answer = client.chat.completions.create(model="tiny-chat", messages=[{"role": "user", "content": QUESTION}])
    assert answer.model == MODEL


def test_openrouter_door(stack):
    response = httpx.post(
        stack.http + "/api/v1/chat/completions",
        headers={"authorization": "Bearer " + stack.key},
        json={"model": MODEL, "temperature": 0, "messages": [{"role": "user", "content": QUESTION}]},
        timeout=120,
    ).json()
    assert "Paris" in response["choices"][0]["message"]["content"]
    assert response["id"].startswith("gen") and response["provider"] == "Local model"
    assert response["usage"]["cost"] == 0
    assert response["usage"]["total_tokens"] == response["usage"]["prompt_tokens"] + response["usage"]["completion_tokens"]


def native(stack, path, **members):
    return {
        "url": stack.envoy + path,
        "headers": {"authorization": "Bearer " + stack.key},
        "json": {
            "model": MODEL,
            "temperature": 0,
            "messages": [{"role": "ROLE_USER", "content": [{"text": QUESTION}]}],
            **members,
        },
        "timeout": 120,
    }


@pytest.mark.parametrize("language", ["java", "python", "go", "typescript"])
@pytest.mark.parametrize("mode", ["stream", "unary"])
def test_grpc_examples(stack, language, mode):
    """clients/example.sh LANGUAGE MODE QUESTION runs the generated client of that language."""
    output = subprocess.check_output(
        [processes.ROOT / "clients/example.sh", language, mode, QUESTION],
        text=True,
        env={**os.environ, "CAMBIO_GRPC": stack.grpc, "CAMBIO_KEY": stack.key, "CAMBIO_MODEL": MODEL},
        timeout=300,
    )
    assert "Paris" in output
    assert "tokens" in output and MODEL in output


def test_openai_npm(stack):
    script = processes.ROOT / "e2e/openai-npm/ask.mjs"
    output = subprocess.check_output(
        ["node", script],
        text=True,
        env={**os.environ, "BASE_URL": stack.http + "/v1", "CAMBIO_KEY": stack.key, "MODEL": MODEL, "QUESTION": QUESTION},
        timeout=120,
    )
    for mode, answer in json.loads(output).items():
        assert "Paris" in answer["text"], mode
        assert answer["usage"]["prompt_tokens"] > 0 and answer["usage"]["completion_tokens"] > 0, mode


def test_models_are_listed(stack):
    mine = httpx.get(stack.http + "/v1/models", headers={"authorization": "Bearer " + stack.key}).json()
    assert MODEL in {model["id"] for model in mine["data"]}
    theirs = httpx.get(stack.http + "/api/v1/models", headers={"authorization": "Bearer " + stack.key}).json()
    assert len(theirs["data"]) > 500
    for models in (mine, theirs):
        assert "cambio/auto" in {model["id"] for model in models["data"]}


def test_metrics_are_on_the_admin_port_only(stack):
    assert "cambio" in httpx.get(stack.admin + "/metrics").text
    assert httpx.get(stack.http + "/metrics", headers={"authorization": "Bearer " + stack.key}).status_code == 404
