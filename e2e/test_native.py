"""The native door: REST and SSE that Envoy makes of gRPC, before the real router."""

import json
import uuid

import httpx
import pytest

import leaving

UNARY = "/cambio/v1/completions"
STREAM = "/cambio/v1/completions:stream"


def user(text="Hello"):
    return {"role": "ROLE_USER", "content": [{"text": text}]}


def spec(**members):
    return {"model": "e2e/good", "messages": [user()], **members}


def headers(stack):
    return {"authorization": "Bearer " + stack.key, "content-type": "application/json"}


def post(stack, body, path=UNARY, **more):
    content = body if isinstance(body, str) else json.dumps(body)
    return httpx.post(stack.envoy + path, content=content, headers={**headers(stack), **more}, timeout=120)


def deep(depth):
    return '{"tools":[{"function":{"name":"f","parameters":' + '{"a":' * depth + "1" + "}" * depth + "}}]}"


BAD = {
    "malformed JSON": ('{"model": "e2e/good", "messages": [', 400, None),
    # A list where there is one value is all that Envoy does not name: its message tells of the kind only.
    "model of the wrong type": (spec(model=[7]), 400, None),
    "temperature of the wrong type": (spec(temperature="hot"), 400, "temperature"),
    "messages of the wrong type": (spec(messages="hello"), 400, "messages"),
    "unknown model": (spec(model="e2e/goood"), 404, "model"),
    "empty messages": (spec(messages=[]), 400, "messages"),
    "max_output_tokens -1": (spec(max_output_tokens=-1), 400, "max_output_tokens"),
    "max_output_tokens 0": (spec(max_output_tokens=0), 400, "max_output_tokens"),
    "max_output_tokens 2^31": (spec(max_output_tokens=2**31), 400, "max_output_tokens"),
    "max_output_tokens 2^63": (spec(max_output_tokens=2**63), 400, "max_output_tokens"),
    "unknown role": (spec(messages=[{"role": "ROLE_ROBOT", "content": [{"text": "x"}]}]), 400, "messages[0].role"),
    "tool result without its call": (
        spec(messages=[user(), {"role": "ROLE_TOOL", "tool_call_id": "call_1", "content": [{"text": "42"}]}]),
        400,
        "messages[1].tool_call_id",
    ),
    "lone surrogate": ('{"model":"e2e/good","messages":[{"role":"ROLE_USER","content":[{"text":"a\\ud800b"}]}]}', 400, None),
    "depth 1000": (deep(1000), 400, None),
    "JSON text of depth 1000": (
        spec(tools=[{"function": {"name": "f", "parameters_json": '{"a":' * 1000 + "1" + "}" * 1000}}]),
        400,
        "tools[0].function.parameters_json",
    ),
    "a provider in only and ignore": (
        spec(provider={"only": ["faulty-good"], "ignore": ["faulty-good"]}),
        400,
        "provider.ignore",
    ),
    "an unknown provider": (spec(provider={"order": ["faulty-goood"]}), 400, "provider.order[0]"),
    "a price that is no number": (spec(provider={"max_price": {"input": "cheap"}}), 400, "provider.max_price.input"),
    "a negative percentile": (
        spec(provider={"preferred_max_latency": {"p90": -1}}),
        400,
        "provider.preferred_max_latency.p90",
    ),
    "four models besides model": (spec(models=["e2e/good"] * 4), 400, "models"),
    "an unknown preset": (spec(preset="nope"), 404, "preset"),
    "JSON text that is none": (spec(tools=[{"function": {"name": "f", "parameters_json": "{"}}]), 400, "parameters_json"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("path", [UNARY, STREAM])
def test_bad_input_is_a_json_error_that_names_the_field(stack, case, path):
    body, status, field = BAD[case]
    response = post(stack, body, path)
    assert response.status_code == status, response.text
    error = response.json()
    assert error["code"] in (3, 5) and error["message"]
    if field:
        assert field in error["message"]
    assert post(stack, spec()).status_code == 200


def test_unknown_members_of_the_body_are_ignored(stack):
    assert post(stack, spec(no_such_member=1)).status_code == 200


def test_a_huge_body_is_413(stack):
    response = post(stack, spec(messages=[user("x" * (21 << 20))]))
    assert response.status_code == 413
    assert response.json()["message"]


@pytest.mark.parametrize("key", ["Bearer sk-cambio-wrong", ""])
def test_a_bad_or_missing_key_is_401(stack, key):
    response = post(stack, spec(), authorization=key)
    assert response.status_code == 401
    assert response.json()["code"] == 16
    assert "sk-cambio-wrong" not in response.text


def test_failover_is_unseen_but_reported(stack):
    response = post(stack, spec(model="e2e/pair", provider={"order": ["faulty-500", "faulty-good"]}))
    assert response.status_code == 200, response.text
    answer = response.json()
    assert answer["provider"] == "faulty-good"
    assert [attempt["outcome"] for attempt in answer["report"]["attempts"]] == [
        "ATTEMPT_OUTCOME_FAILED",
        "ATTEMPT_OUTCOME_SUCCEEDED",
    ]


def test_a_truncated_stream_ends_with_an_error_event(stack):
    response = post(stack, spec(model="e2e/truncated"), STREAM)
    assert response.status_code == 200, response.text
    events = [json.loads(line[len("data: ") :]) for line in response.text.splitlines() if line]
    assert "started" in events[0]
    assert events[-1]["error"]["kind"] == "FAILURE_KIND_PROTOCOL_ERROR"
    assert not any("finished" in event for event in events)


def test_leaving_a_stream_closes_the_providers_connection(stack):
    def leave(text):
        body = json.dumps(spec(model="e2e/endless", messages=[user(text)]))
        with httpx.stream("POST", stack.envoy + STREAM, content=body, headers=headers(stack)) as response:
            assert response.status_code == 200
            for count, _ in enumerate(response.iter_lines()):
                if count > 5:
                    return

    assert leaving.fastest(stack, "endless", leave) < 1.0


def test_a_generation_can_be_read_when_its_answer_has_ended(stack):
    answer = post(stack, spec()).json()
    kept = httpx.get(f"{stack.envoy}/cambio/v1/generations/{answer['id']}", headers=headers(stack))
    assert kept.status_code == 200, kept.text
    assert kept.json()["generation"]["provider"] == answer["provider"]


def test_what_is_said_of_an_answer_is_kept_with_it(stack):
    answer = post(stack, spec()).json()
    path = f"{stack.envoy}/cambio/v1/generations/{answer['id']}"
    said = httpx.post(f"{path}/feedback", json={"score": -0.5, "comment": "too short"}, headers=headers(stack))
    assert said.status_code == 200, said.text
    kept = httpx.get(path, headers=headers(stack)).json()["generation"]["feedback"]
    assert (kept["score"], kept["comment"]) == (-0.5, "too short")
    refused = httpx.post(f"{path}/feedback", json={"score": 7}, headers=headers(stack))
    assert refused.status_code == 400
    assert "feedback.score" in refused.text


def test_a_request_under_a_key_is_made_once(stack):
    text, key = uuid.uuid4().hex, uuid.uuid4().hex
    asked = spec(messages=[user(text)], idempotency_key=key, metadata={"a": "1", "b": "2", "c": "3"})
    first, again = post(stack, asked), post(stack, asked)
    assert first.status_code == 200, first.text
    assert again.content == first.content and again.headers["idempotent-replayed"] == "true"
    assert sum(text in json.dumps(seen) for seen in stack.faulty.bodies["good"]) == 1

    other = post(stack, {**asked, "temperature": 1})
    assert other.status_code == 400 and "idempotency_key" in other.text
    streamed = spec(messages=[user(text)])
    one, two = (post(stack, streamed, STREAM, **{"idempotency-key": key + "-stream"}) for _ in range(2))
    assert one.status_code == 200 and one.content == two.content
    assert sum(text in json.dumps(seen) for seen in stack.faulty.bodies["good"]) == 2
