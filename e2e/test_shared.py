"""Two routers and one Redis: what one has learned of endpoints and conversations, the other goes by."""

import base64
import contextlib
import json
import subprocess
import threading
import time
import urllib.request

import pytest

import processes
import telling_upstream
from leaving import until

CHEAP_CACHE = 'prices: {input: "1", output: "2", cache_read: "0.1"}'


class Pair:
    """A Redis, and routers that share it; each has a database of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.started = []
        self.redis = processes.redis(folder)
        self.started.append(self.redis)
        self.upstream = telling_upstream.upstream()

    def router(self, name, timeout):
        port, admin = processes.free_port(), processes.free_port()
        config = self.folder / f"{name}.yaml"
        dead = f"http://127.0.0.1:{processes.free_port()}/v1"
        tale = self.upstream.url("tale")
        config.write_text(
            f"""version: 1
server: {{host: 127.0.0.1, port: {port}}}
admin: {{host: 127.0.0.1, port: {admin}}}
data: {{directory: {self.folder / name}}}
redis: {{url: "{self.redis.url}", timeout: {timeout}}}
auth: {{required: false}}
providers:
  - {{id: dead, name: dead, dialect: openai-chat, base_url: "{dead}", auth: none}}
  - {{id: one, name: one, dialect: openai-chat, base_url: "{tale}", auth: none}}
  - {{id: two, name: two, dialect: openai-chat, base_url: "{tale}", auth: none}}
models:
  - {{slug: shared/tale, name: tale, kind: chat, context: 8192, input: [text], output: [text]}}
  - {{slug: shared/talk, name: talk, kind: chat, context: 8192, input: [text], output: [text]}}
endpoints:
  - {{provider: dead, model: shared/tale, upstream: tale, context: 8192, prices: {{input: "0.01", output: "0.01"}}}}
  - {{provider: one, model: shared/tale, upstream: tale, context: 8192, prices: {{input: "1", output: "2"}}}}
  - {{provider: one, model: shared/talk, upstream: tale, context: 8192, {CHEAP_CACHE}}}
  - {{provider: two, model: shared/talk, upstream: tale, context: 8192, {CHEAP_CACHE}}}
"""
        )
        process = processes.Process(name, [processes.ROOT / "bin/cambio", "serve", "--config", config], self.folder)
        self.started.append(process)
        process.wait_for(processes.answers(f"http://127.0.0.1:{admin}/readyz"), "ready router")
        return Router(f"http://127.0.0.1:{port}/api/v1/chat/completions")

    def cli(self, *words):
        port = self.redis.url.rsplit(":", 1)[1]
        return subprocess.check_output(["redis-cli", "-p", port, *words], text=True).split("\n")[:-1]

    def notes(self, subject):
        """What routers say of an endpoint."""
        lines = self.cli("HGETALL", "cambio:v1:{health}:notes")
        return [base64.b64decode(value) for name, value in zip(lines[::2], lines[1::2]) if name.split(" ")[1] == subject]

    def pins(self):
        return len([key for key in self.cli("KEYS", "cambio:v1:pin:*") if key])

    def close(self):
        for process in reversed(self.started):
            process.stop()
        self.upstream.shutdown()


class Router:
    def __init__(self, url):
        self.url = url

    def ask(self, model, **more):
        """Who was tried for an answer, in order."""
        body = {"model": model, "messages": [{"role": "user", "content": "Tell."}], **more}
        headers = {"content-type": "application/json", "x-openrouter-metadata": "enabled"}
        request = urllib.request.Request(self.url, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=120) as response:
            answer = json.load(response)
        assert answer["choices"][0]["message"]["content"] == telling_upstream.TALE
        return [attempt["provider"] for attempt in answer["openrouter_metadata"]["attempts"]]


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    made = Pair(tmp_path_factory.mktemp("shared"))
    yield made
    made.close()


@contextlib.contextmanager
def traffic(router):
    """Callers of a router, meanwhile: of an endpoint that nobody asks for nothing is known for long."""
    over = threading.Event()

    def call():
        while not over.is_set():
            router.ask("shared/tale")
            over.wait(0.1)

    caller = threading.Thread(target=call)
    caller.start()
    try:
        yield
    finally:
        over.set()
        caller.join()


def test_routers_share_what_they_learn_and_go_on_without_redis(pair):
    first = pair.router("first", "10s")
    until("an answer of the one that lives", lambda: first.ask("shared/tale") == ["one"])
    # Before the other one starts, what this one has learned must be told: byte 9 of a note says how the circuit stands.
    until("a note of the dead one", lambda: any(note[9] != 0 for note in pair.notes("dead:shared/tale")))
    with traffic(first):
        second = pair.router("second", "10s")
    began = time.monotonic()
    tried = [second.ask("shared/tale") for _ in range(4)]
    print(f"\n4 answers within {time.monotonic() - began:.3f} s of the start; tried were {tried}")
    # One of them may be a probe. A router that knows nothing would try the dead one each time: it is the cheapest by far.
    assert sum("dead" in providers for providers in tried) <= 1

    # A conversation that began at one router stays at its endpoint when the other is asked.
    for number in range(8):
        named = {"session_id": f"conversation-{number}"}
        held = second.ask("shared/talk", **named)
        until("a pin", lambda: pair.pins() == number + 1)
        assert first.ask("shared/talk", **named) == held

    pair.redis.stop()
    for router in (first, second):
        for _ in range(5):
            assert router.ask("shared/tale")[-1] == "one"
        assert router.ask("shared/talk", session_id="another")
