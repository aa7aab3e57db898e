"""A caller that leaves closes the provider's connection within a second, with and without Envoy."""

import http.client
import json
import urllib.parse

import httpx
import pytest

import leaving


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("through", ["direct", "envoy"])
def test_leaving_closes_the_providers_connection(stack, through, stream):
    base = stack.http if through == "direct" else stack.envoy
    model = "e2e/endless" if stream else "e2e/hang"
    fault = model.split("/")[1]
    headers = {"authorization": "Bearer " + stack.key, "content-type": "application/json"}

    def leave(text):
        body = json.dumps({"model": model, "stream": stream, "messages": [{"role": "user", "content": text}]})
        if stream:
            with httpx.stream("POST", base + "/v1/chat/completions", content=body, headers=headers) as response:
                assert response.status_code == 200
                for count, _ in enumerate(response.iter_lines()):
                    if count > 5:
                        return
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc)
        connection.request("POST", "/v1/chat/completions", body, headers)
        leaving.until("the request at the provider", lambda: stack.faulty.heard(fault, text))
        connection.close()

    assert leaving.fastest(stack, fault, leave) < 1.0
