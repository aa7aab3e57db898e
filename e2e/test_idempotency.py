"""Two routers and one Redis: a request under an idempotency key is made once, whichever router its repetitions come to."""

import concurrent.futures
import hashlib
import json
import signal
import sqlite3
import subprocess
import time
import uuid

import httpx
import pytest

import faulty_upstream
import processes
import telling_upstream
from leaving import until

OURS, THEIRS = "sk-cambio-idem-ours", "sk-cambio-idem-theirs"
LEASE = 10  # seconds; a router that a busy machine holds up for that long would lose a key that it is to hold
CHAT = "/v1/chat/completions"


class Handler(telling_upstream.Handler):
    """Tells its tale: `slow` after a while; `stuck` never to the first who asks with a text, but to everybody after."""

    def answer_slow(self, body):
        time.sleep(0.3)
        self.tell(body)

    def answer_stuck(self, body):
        if self.server.asked(body["messages"][0]["content"]) == 1:
            self.answer_hang(body)
        else:
            self.tell(body)


class Upstream(faulty_upstream.FaultyUpstream):
    def __init__(self):
        super().__init__(Handler)

    def asked(self, text):
        """How many requests with this text came."""
        with self.lock:
            return sum(body["messages"][0]["content"] == text for bodies in self.bodies.values() for body in bodies)


class Pair:
    """Routers that share a Redis; each has a database of its own, and a content key of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.started = []
        self.redis = self.start(processes.redis(folder))
        self.upstream = Upstream()
        self.routers = [self.router(name) for name in ("one", "two")]
        for router in self.routers:
            router.await_ready()

    def start(self, process):
        self.started.append(process)
        return process

    def router(self, name, failpoint=""):
        port, admin = processes.free_port(), processes.free_port()
        config = self.folder / f"{name}.yaml"
        models = ("tale", "slow", "stuck", "error-500")
        keys = "".join(f"\n  - {{name: {key}, hash: {hashlib.sha256(key.encode()).hexdigest()}}}" for key in (OURS, THEIRS))
        providers = "".join(
            f'\n  - {{id: {model}, name: {model}, dialect: openai-chat, base_url: "{self.upstream.url(model)}", auth: none}}'
            for model in models
        )
        slugs = "".join(
            f"\n  - {{slug: idem/{model}, name: {model}, kind: chat, context: 8192, input: [text], output: [text]}}"
            for model in models
        )
        endpoints = "".join(
            f"\n  - {{provider: {model}, model: idem/{model}, upstream: tale, context: 8192, prices: {{input: '1', output: '2'}}}}"
            for model in models
        )
        config.write_text(
            f"""version: 1
server: {{host: 127.0.0.1, port: {port}}}
admin: {{host: 127.0.0.1, port: {admin}}}
data: {{directory: {self.folder / name}}}
redis: {{url: "{self.redis.url}", timeout: 10s, replicas: 2}}
idempotency: {{lease: {LEASE}s}}
keys:{keys}
providers:{providers}
models:{slugs}
endpoints:{endpoints}
"""
        )
        command = [processes.ROOT / "bin/cambio", "serve", "--config", config]
        surroundings = {"CAMBIO_FAILPOINT": failpoint, "CAMBIO_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -Xmx256m"}
        process = self.start(processes.Process(name, command, self.folder, surroundings))
        process.await_ready = lambda: process.wait_for(processes.answers(f"http://127.0.0.1:{admin}/readyz"), "ready router")
        process.url = f"http://127.0.0.1:{port}"
        process.data = self.folder / name
        return process

    def entries(self, generation):
        """The entries of both ledgers for a generation."""
        found = []
        for router in self.routers:
            with sqlite3.connect(f"file:{router.data}/cambio.db?mode=ro", uri=True) as database:
                found += database.execute("select id, kind from ledger_entry where id = ?", (generation,)).fetchall()
        return found

    def entries_in_all(self):
        count = 0
        for router in self.routers:
            with sqlite3.connect(f"file:{router.data}/cambio.db?mode=ro", uri=True) as database:
                count += database.execute("select count(*) from ledger_entry").fetchone()[0]
        return count

    def kept(self):
        """All that Redis holds of idempotency keys."""

        def cli(*words):
            return subprocess.check_output(["redis-cli", "-p", self.redis.url.rsplit(":", 1)[1], *words])

        names = [name for name in cli("KEYS", "cambio:v1:idem:*").split(b"\n") if name]
        return b"\n".join(name + b" " + cli("HGETALL", name) for name in names)

    def close(self):
        for process in reversed(self.started):
            process.stop()
        self.upstream.shutdown()


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    made = Pair(tmp_path_factory.mktemp("idempotency"))
    yield made
    made.close()


def body(model, text, **more):
    return json.dumps({"model": f"idem/{model}", "messages": [{"role": "user", "content": text}], **more}).encode()


def post(router, content, key, path=CHAT, caller=OURS):
    headers = {"authorization": f"Bearer {caller}", "content-type": "application/json", "idempotency-key": key}
    return httpx.post(router.url + path, headers=headers, content=content, timeout=120)


def patiently(router, content, key):
    """As a client does that is told to wait."""

    def answered():
        response = post(router, content, key)
        if response.status_code == 409:
            assert int(response.headers["retry-after"]) >= 1
            time.sleep(0.1)
            return None
        return response

    return until("an answer", answered)


@pytest.mark.parametrize("stream", [False, True])
def test_fifty_at_once_on_two_routers_are_one_call_and_one_charge(pair, stream):
    text, key = uuid.uuid4().hex, uuid.uuid4().hex
    content = body("slow", text, stream=stream, stream_options={"include_usage": True}) if stream else body("slow", text)
    before = pair.entries_in_all()
    with concurrent.futures.ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(lambda i: patiently(pair.routers[i % 2], content, key), range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert telling_upstream.TALE.split()[-1] in answers[0].text
    assert sum("idempotent-replayed" not in answer.headers for answer in answers) == 1
    assert pair.upstream.asked(text) == 1
    generations = {answer.headers["x-generation-id"] for answer in answers}
    assert len(generations) == 1
    assert pair.entries(generations.pop()) and pair.entries_in_all() == before + 1


def test_a_key_belongs_to_one_body_and_to_one_caller(pair):
    one, two = pair.routers
    text, key = uuid.uuid4().hex, uuid.uuid4().hex
    first = post(one, body("tale", text), key)
    assert first.status_code == 200, first.text
    again = post(two, body("tale", text), key)
    assert again.content == first.content and again.headers["idempotent-replayed"] == "true"

    other = post(two, body("tale", text + "!"), key)
    assert other.status_code == 422 and "Idempotency-Key" in other.text
    assert post(two, body("tale", text), key, path="/api" + CHAT).status_code == 422
    assert pair.upstream.asked(text) == 1

    theirs = post(two, body("tale", text), key, caller=THEIRS)
    assert theirs.status_code == 200 and "idempotent-replayed" not in theirs.headers
    assert theirs.headers["x-generation-id"] != first.headers["x-generation-id"]
    assert pair.upstream.asked(text) == 2


def test_a_failure_frees_the_key(pair):
    text, key = uuid.uuid4().hex, uuid.uuid4().hex
    assert post(pair.routers[0], body("error-500", text), key).status_code == 502
    tried = pair.upstream.asked(text)
    assert post(pair.routers[1], body("error-500", text), key).status_code == 502
    assert pair.upstream.asked(text) > tried


def test_what_redis_holds_tells_nothing(pair):
    text, key = uuid.uuid4().hex, uuid.uuid4().hex
    assert post(pair.routers[0], body("tale", text), key).status_code == 200
    kept = pair.kept()
    assert kept
    for secret in (text, key, "Once upon", OURS):
        assert secret.encode() not in kept


def test_a_killed_router_holds_a_key_for_its_lease_only(pair):
    one, two = pair.routers
    text, key = uuid.uuid4().hex, uuid.uuid4().hex
    content = body("stuck", text)
    with concurrent.futures.ThreadPoolExecutor(1) as aside:
        lost = aside.submit(post, one, content, key)
        until("the call upstream", lambda: pair.upstream.asked(text) == 1)
        held = post(two, content, key)
        assert held.status_code == 409 and held.headers["retry-after"]
        one.child.send_signal(signal.SIGKILL)
        with pytest.raises(httpx.HTTPError):
            lost.result()
    answer = patiently(two, content, key)
    assert answer.status_code == 200 and telling_upstream.TALE in answer.text
    assert "idempotent-replayed" not in answer.headers
    assert pair.upstream.asked(text) == 2
    assert post(two, content, key).content == answer.content
    assert len(pair.entries(answer.headers["x-generation-id"])) == 1


def test_what_was_charged_before_its_router_died_is_not_charged_again(pair):
    """The first router is gone; one in its place dies between the charge and the answer."""
    text, key = uuid.uuid4().hex, uuid.uuid4().hex
    content = body("tale", text)
    before = pair.entries_in_all()
    dying = pair.router("one", failpoint="COMMITTED")
    dying.await_ready()
    with pytest.raises(httpx.HTTPError):
        post(dying, content, key)
    dying.child.wait(60)
    assert pair.entries_in_all() == before + 1

    pair.routers[0] = pair.router("one")
    pair.routers[0].await_ready()

    def told():
        response = post(pair.routers[0], content, key)
        return response if "retry-after" not in response.headers else None

    refused = until("the end of the claim", told)
    assert refused.status_code == 409 and "gen_" in refused.text
    assert pair.upstream.asked(text) == 1 and pair.entries_in_all() == before + 1


def test_without_redis_no_call_with_a_key_is_made(pair):
    """The last one: Redis stays away."""
    two = pair.routers[1]
    text, key = uuid.uuid4().hex, uuid.uuid4().hex
    pair.redis.stop()
    refused = until("a refusal", lambda: (got := post(two, body("tale", text), key)).status_code == 503 and got)
    assert refused.headers["retry-after"] and "Idempotency-Key" in refused.text
    assert pair.upstream.asked(text) == 0
    free = httpx.post(two.url + CHAT, headers={"authorization": f"Bearer {OURS}"}, content=body("tale", text), timeout=120)
    assert free.status_code == 200, free.text
