"""The end-to-end bench: the router next to plain Envoy, on the same upstream, in the same run.

    bench/run.sh [--rounds 3] [--seconds 20] [--warmup 30]

Rounds are interleaved (Envoy, router, Envoy, ...), so that a machine that drifts drifts for both. CPU is the process's own
(user and system, all threads), from the operating system. Key check, planner, requests-a-minute limit, metering and the
generation record are on in the router, and where the model has prices ("priced") a ledger entry for each call with its balances
and daily sums; Envoy only proxies.
"""

import argparse
import hashlib
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "e2e"))
import processes  # noqa: E402

KEY = "sk-cambio-bench"
CHUNKS = 200
KINDS = ("unary", "priced", "stream")
MODELS = {"unary": "bench/free", "priced": "bench/model", "stream": "bench/model"}


def cpu_seconds(pid):
    """User and system time of a process and of the children it started and still has."""
    total = 0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(") ", 1)[1].split()
        except (OSError, IndexError):
            continue
        if int(stat.parent.name) == pid or int(fields[1]) == pid:
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def envoy_config(port, upstream):
    return json.dumps({
        "admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": processes.free_port()}}},
        "static_resources": {
            "listeners": [{
                "address": {"socket_address": {"address": "127.0.0.1", "port_value": port}},
                "filter_chains": [{"filters": [{
                    "name": "envoy.filters.network.http_connection_manager",
                    "typed_config": {
                        "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                        "stat_prefix": "bench",
                        "stream_idle_timeout": "0s",
                        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
                            {"match": {"prefix": "/"}, "route": {"cluster": "upstream", "timeout": "0s"}}]}]},
                        "http_filters": [{"name": "envoy.filters.http.router", "typed_config": {
                            "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}],
                    }}]}],
            }],
            "clusters": [{
                "name": "upstream", "type": "STATIC", "connect_timeout": "2s",
                "circuit_breakers": {"thresholds": [{"max_connections": 4096, "max_pending_requests": 4096, "max_requests": 4096}]},
                "load_assignment": {"cluster_name": "upstream", "endpoints": [{"lb_endpoints": [{"endpoint": {"address": {
                    "socket_address": {"address": "127.0.0.1", "port_value": upstream}}}}]}]},
            }],
        },
    })


def router_config(port, admin, data, upstream):
    return f"""version: 1
server: {{host: 127.0.0.1, port: {port}}}
admin: {{host: 127.0.0.1, port: {admin}}}
data: {{directory: {data}}}
keys:
  - {{name: bench, hash: {hashlib.sha256(KEY.encode()).hexdigest()}, requests_per_minute: 1000000}}
providers:
  - {{id: bench, name: Bench, dialect: openai-chat, base_url: "http://127.0.0.1:{upstream}/v1", auth: none}}
models:
  - {{slug: bench/model, name: Bench, kind: chat, context: 128000, input: [text], output: [text]}}
  - {{slug: bench/free, name: Free, kind: chat, context: 128000, input: [text], output: [text]}}
endpoints:
  - {{provider: bench, model: bench/model, upstream: bench, context: 128000, prices: {{input: "1", output: "2"}}}}
  - {{provider: bench, model: bench/free, upstream: bench, context: 128000, prices: {{input: "0", output: "0"}}}}
"""


def measure(load, target, seconds, kind):
    before = cpu_seconds(target["pid"])
    command = [load, "ask", "-url", target["url"], "-connections", "64", "-seconds", str(seconds), "-key", KEY, "-model", MODELS[kind]]
    result = json.loads(subprocess.check_output(command + (["-stream"] if kind == "stream" else []), text=True))
    spent = cpu_seconds(target["pid"]) - before
    if result["errors"] or not result["requests"]:
        print(f"  {target['name']}: {result['errors']} errors in {result['requests']} requests", file=sys.stderr)
    result["cpu_us_a_request"] = spent * 1e6 / max(1, result["requests"])
    result["cpu_ms_a_1000_chunks"] = spent * 1e6 / max(1, result["chunks"])
    return result


def table(results):
    rows = [
        ("unary: requests a second", "unary", "requests_a_second"),
        ("unary: CPU a request, µs", "unary", "cpu_us_a_request"),
        ("unary, priced: requests a second", "priced", "requests_a_second"),
        ("unary, priced: CPU a request, µs", "priced", "cpu_us_a_request"),
        ("unary: p50, ms", "unary", "whole_p50_ms"),
        ("unary: p99, ms", "unary", "whole_p99_ms"),
        ("stream: first event p50, ms", "stream", "first_event_p50_ms"),
        ("stream: first event p99, ms", "stream", "first_event_p99_ms"),
        ("stream: CPU per 1,000 chunks, ms", "stream", "cpu_ms_a_1000_chunks"),
    ]
    print(f"\n{'median of the rounds':36}{'Envoy':>10}{'Cambio':>10}{'ratio':>8}   ratios by round")
    for title, kind, figure in rows:
        envoy = [r[figure] for r in results["envoy", kind]]
        router = [r[figure] for r in results["router", kind]]
        ratios = [b / a if a else float("nan") for a, b in zip(envoy, router)]
        print(f"{title:36}{statistics.median(envoy):>10.2f}{statistics.median(router):>10.2f}{statistics.median(ratios):>8.2f}   "
              + " ".join(f"{ratio:.2f}" for ratio in ratios))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--warmup", type=int, default=30, help="seconds for each kind and target")
    arguments = parser.parse_args()
    load = ROOT / "bench/target/load"
    subprocess.check_call(["go", "build", "-o", load, "."], cwd=ROOT / "bench/load")
    envoy_binary = processes.tools("envoy") / "bin/envoy"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cambio-bench-"))
    started = []
    try:
        upstream, edge, port, admin = (processes.free_port() for _ in range(4))
        mock = processes.Process("upstream", [load, "upstream", "-port", upstream, "-chunks", CHUNKS], folder)
        started.append(mock)
        mock.wait_for(processes.accepts(upstream), "listening upstream")
        (folder / "envoy.json").write_text(envoy_config(edge, upstream))
        envoy = processes.Process(
            "envoy", [envoy_binary, "-c", folder / "envoy.json", "--concurrency", 2, "--disable-hot-restart", "-l", "error"], folder)
        started.append(envoy)
        envoy.wait_for(processes.accepts(edge), "listening Envoy")
        (folder / "cambio.yaml").write_text(router_config(port, admin, folder / "data", upstream))
        router = processes.Process("router", [ROOT / "bin/cambio", "serve", "--config", folder / "cambio.yaml"], folder)
        started.append(router)
        router.wait_for(processes.answers(f"http://127.0.0.1:{admin}/readyz"), "ready router")
        targets = {
            "envoy": {"name": "Envoy", "pid": envoy.child.pid, "url": f"http://127.0.0.1:{edge}/v1/chat/completions"},
            "router": {"name": "Cambio", "pid": router.child.pid, "url": f"http://127.0.0.1:{port}/v1/chat/completions"},
        }
        print(f"warming up, {arguments.warmup} s for each of {len(KINDS)} kinds and 2 targets ...", flush=True)
        for target in targets.values():
            for kind in KINDS:
                measure(load, target, arguments.warmup, kind)
        results = {(name, kind): [] for name in targets for kind in KINDS}
        for number in range(arguments.rounds):
            for kind in KINDS:
                for name, target in targets.items():
                    print(f"round {number + 1} of {arguments.rounds}: {target['name']}, {kind}", flush=True)
                    results[name, kind].append(measure(load, target, arguments.seconds, kind))
        table(results)
    finally:
        for process in reversed(started):
            process.stop()


if __name__ == "__main__":
    main()
