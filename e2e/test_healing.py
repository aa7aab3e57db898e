"""JSON that a model wrote almost right, through the real router."""

import json

import httpx
import pytest

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
OBJECT = {"type": "json_object"}


def strict(schema):
    return {"type": "json_schema", "json_schema": {"name": "s", "strict": True, "schema": schema}}


def ask(stack, door, **members):
    return httpx.post(
        stack.http + door + "/chat/completions",
        headers={"authorization": "Bearer " + stack.key, "x-openrouter-metadata": "enabled"},
        json={"model": "e2e/fenced", "messages": [{"role": "user", "content": "JSON, please"}], **members},
        timeout=120,
    )


@pytest.mark.parametrize("door", ["/v1", "/api/v1"])
@pytest.mark.parametrize("form", [OBJECT, strict(SCHEMA)])
def test_the_plugin_heals_and_says_so(stack, door, form):
    response = ask(stack, door, response_format=form, plugins=[{"id": "response-healing"}])
    assert response.status_code == 200, response.text
    assert json.loads(response.json()["choices"][0]["message"]["content"]) == {"a": 1, "b": [True, None]}
    metadata = response.json()["openrouter_metadata"]
    assert [made["kind"] for made in metadata["adjustments"]] == ["repaired"]
    assert [step["type"] for step in metadata["pipeline"]] == ["response_healing"]


def test_nobody_is_healed_without_asking(stack):
    for plugins in ([], [{"id": "response-healing", "enabled": False}]):
        response = ask(stack, "/v1", response_format=OBJECT, plugins=plugins)
        assert "```" in response.json()["choices"][0]["message"]["content"]
        assert response.json()["openrouter_metadata"]["adjustments"] == []


def test_what_breaks_the_schema_is_refused_healed_or_not(stack):
    form = strict({"type": "object", "properties": {"a": {"type": "string"}}})
    response = ask(stack, "/v1", response_format=form, plugins=[{"id": "response-healing"}])
    assert response.status_code == 502, response.text
    assert "response_format.json_schema" in response.json()["error"]["message"]


def test_a_stream_says_that_it_is_not_healed(stack):
    response = ask(stack, "/v1", model="e2e/good", stream=True, response_format=OBJECT, plugins=[{"id": "response-healing"}])
    assert response.status_code == 200
    dropped = [json.loads(line[6:]) for line in response.text.splitlines() if "openrouter_metadata" in line][-1]
    assert dropped["openrouter_metadata"]["adjustments"][0]["parameter"] == "plugins"


def test_the_native_door_heals_too(stack):
    response = httpx.post(
        stack.envoy + "/cambio/v1/completions",
        headers={"authorization": "Bearer " + stack.key},
        json={
            "model": "e2e/fenced",
            "messages": [{"role": "ROLE_USER", "content": [{"text": "JSON, please"}]}],
            "output_format": {"json_object": {"heal": True}},
        },
        timeout=120,
    )
    assert response.status_code == 200, response.text
    assert '\\"a\\":1' in response.text
    assert [warning["kind"] for warning in response.json()["report"]["warnings"]] == ["WARNING_KIND_REPAIRED"]
