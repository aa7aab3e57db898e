"""A caller that leaves closes the provider's connection within a second, with and without Envoy."""

import time

import httpx
import pytest


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("through", ["direct", "envoy"])
def test_leaving_closes_the_providers_connection(stack, through, stream):
    base = stack.http if through == "direct" else stack.envoy
    model = "e2e/endless" if stream else "e2e/hang"
    fault = model.split("/")[1]
    before = len(stack.faulty.closed[fault])
    request = {
        "url": base + "/v1/chat/completions",
        "headers": {"authorization": "Bearer " + stack.key},
        "json": {"model": model, "stream": stream, "messages": [{"role": "user", "content": "Go."}]},
    }
    if stream:
        with httpx.stream("POST", **request, timeout=10) as response:
            assert response.status_code == 200
            for count, _ in enumerate(response.iter_lines()):
                if count > 5:
                    break
        left = time.monotonic()
    else:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(**request, timeout=0.7)
        left = time.monotonic()
    while len(stack.faulty.closed[fault]) == before and time.monotonic() < left + 5:
        time.sleep(0.01)
    assert len(stack.faulty.closed[fault]) == before + 1, "the provider's connection stayed open"
    assert stack.faulty.closed[fault][-1] - left < 1.0
