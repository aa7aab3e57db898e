"""One stack for the whole run: local model, Redis, faulty upstream, router, Envoy. All real."""

import collections
import hashlib
import os
import subprocess

import pytest

from httpx._config import DEFAULT_TIMEOUT_CONFIG

import mock_stack
import processes
from faulty_upstream import FaultyUpstream

# httpx gives up after five seconds. A busy machine may need more, and no test is about that.
DEFAULT_TIMEOUT_CONFIG.connect = DEFAULT_TIMEOUT_CONFIG.read = DEFAULT_TIMEOUT_CONFIG.write = DEFAULT_TIMEOUT_CONFIG.pool = 120

FAULTS = ("500", "429", "hang", "garbage", "html", "preamble", "truncated", "endless", "chatty", "good")

Stack = collections.namedtuple("Stack", "http grpc envoy admin key faulty data redis config")


def provider(name, url):
    return f"""
  - id: {name}
    name: {name}
    dialect: openai-chat
    base_url: {url}
    auth: none"""


def endpoint(name, model, price, more=""):
    return f"""
  - {{provider: {name}, model: {model}, upstream: {model.split("/")[1]}, context: 8192, prices: {{input: "{price}", output: "{price}"}}{more}}}"""


def write_config(path, port, admin, data, faulty, redis_url):
    """Every fault is a provider of its own; each serves e2e/pair together with a good one."""
    refusing = f"http://127.0.0.1:{processes.free_port()}/v1"
    providers = "".join(provider("faulty-" + fault, faulty.url(fault)) for fault in FAULTS)
    providers += provider("faulty-refuse", refusing)
    providers += provider("faulty-fenced", faulty.url("fenced"))
    endpoints = "".join(endpoint("faulty-" + fault, "e2e/pair", "1.00") for fault in (*FAULTS, "refuse"))
    endpoints += endpoint("faulty-good", "e2e/good", "2.00") + endpoint("faulty-hang", "e2e/hang", "2.00")
    endpoints += endpoint("faulty-endless", "e2e/endless", "2.00") + endpoint("faulty-truncated", "e2e/truncated", "2.00")
    endpoints += "".join(
        endpoint("faulty-" + fault, "e2e/embed", "1.00", ", dialect: openai-embeddings")
        for fault in ("500", "html", "garbage", "good")
    )
    endpoints += endpoint("faulty-fenced", "e2e/fenced", "2.00")
    endpoints += endpoint("faulty-chatty", "e2e/chatty", "2.00")
    providers += f"""
  - id: acme
    name: Acme
    dialect: acme-talk
    base_url: {faulty.url("acme")}
    auth: none"""
    endpoints += endpoint("acme", "acme/talker", "1.00")
    models = "".join(
        f"\n  - {{slug: e2e/{name}, name: {name}, kind: chat, context: 8192, input: [text], output: [text], capabilities: {{tools: true}}}}"
        for name in ("pair", "good", "hang", "endless", "chatty", "truncated", "fenced")
    )
    models += "\n  - {slug: e2e/embed, name: embed, kind: embedding, context: 8192, input: [text]}"
    models += "\n  - {slug: acme/talker, name: talker, kind: chat, context: 8192, input: [text], output: [text]}"
    limited = hashlib.sha256(b"sk-cambio-limited").hexdigest()
    ours = hashlib.sha256(processes.KEY.encode()).hexdigest()
    management = hashlib.sha256(processes.MANAGEMENT_KEY.encode()).hexdigest()
    path.write_text(
        f"""version: 1
server: {{host: 127.0.0.1, port: {port}}}
admin: {{host: 127.0.0.1, port: {admin}}}
data: {{directory: {data}}}
redis: {{url: "{redis_url}", timeout: 10s}}
timeouts: {{request: 20s, first_event: 5s, stream_idle: 20s}}
keys:
  - {{name: e2e, hash: {ours}}}
  - {{name: management, hash: {management}, kind: management}}
  - {{name: limited, hash: {limited}, requests_per_minute: 3}}
{money_keys()}providers:{providers}
models:{models}
endpoints:{endpoints}
"""
    )


MONEY_KEYS = ("poor", "chatty", "single", "low")


def hash_of(name):
    return hashlib.sha256(f"sk-cambio-{name}".encode()).hexdigest()


def money_keys():
    """Keys of test_money.py, and what they may use."""
    keys = "".join(f"  - {{name: {name}, hash: {hash_of(name)}}}\n" for name in MONEY_KEYS)
    return f"""{keys}limits:
  - {{scope: key, subject: {hash_of("single")}, concurrent_requests: 1}}
budgets:
  - {{scope: key, subject: {hash_of("poor")}, limit: 0.0003}}
  - {{scope: key, subject: {hash_of("chatty")}, limit: 0.0031, reset: daily}}
  - {{scope: key, subject: {hash_of("low")}, limit: 0.003, reset: monthly}}
"""


def edge_environment(port, router):
    return {
        "LISTEN": f"127.0.0.1:{port}",
        "ADMIN_PORT": str(processes.free_port()),
        "ROUTERS": f"127.0.0.1:{router}",
    }


@pytest.fixture(scope="session")
def logs(tmp_path_factory):
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(scope="session")
def stack(tmp_path_factory, logs):
    folder = tmp_path_factory.mktemp("router")
    started = []
    try:
        model = processes.local_model(logs)
        started.append(model)
        redis = processes.redis(logs)
        started.append(redis)
        faulty = FaultyUpstream()
        port, admin, edge = (processes.free_port() for _ in range(3))
        config = folder / "cambio.yaml"
        processes.example_plugin(folder / "plugins")
        write_config(config, port, admin, folder / "data", faulty, redis.url)
        router = processes.Process(
            "router",
            [processes.ROOT / "bin/cambio", "serve", "--config", config],
            logs,
            {"CAMBIO_LOCAL_MODEL_URL": model.url},
        )
        started.append(router)
        router.wait_for(processes.answers(f"http://127.0.0.1:{admin}/readyz"), "ready router")
        envoy = processes.Process("envoy", [processes.ROOT / "envoy/run.sh"], logs, edge_environment(edge, port))
        started.append(envoy)
        envoy.wait_for(processes.answers(f"http://127.0.0.1:{edge}/healthz"), "Envoy that sees its router")
        yield Stack(
            http=f"http://127.0.0.1:{port}",
            grpc=f"127.0.0.1:{port}",
            envoy=f"http://127.0.0.1:{edge}",
            admin=f"http://127.0.0.1:{admin}",
            key=processes.KEY,
            faulty=faulty,
            data=folder / "data",
            redis=redis.url,
            config=config,
        )
    finally:
        for process in reversed(started):
            process.stop()


@pytest.fixture(scope="session")
def cambio(stack):
    """Runs the command line against the stack's data."""

    def run(*arguments):
        return subprocess.check_output(
            [str(processes.ROOT / "bin/cambio"), *arguments, "--config", str(stack.config)],
            text=True,
            # So short a life is not worth an optimizing compiler.
            env={
                **os.environ,
                "CAMBIO_KEY": stack.key,
                "CAMBIO_URL": stack.http,
                "CAMBIO_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            },
        )

    return run


@pytest.fixture(scope="session")
def mock(tmp_path_factory, logs):
    yield from mock_stack.start(tmp_path_factory.mktemp("mock"), logs)
