"""What callers see when providers fail: every fault, before and after the first token, whole answers and streams.

    python faults.py [REQUESTS]

The network's faults are Toxiproxy's, the provider's own are the upstream's. Each fault is met by so many requests that have a
healthy second endpoint, and once by a request that has none. Prints a table in Markdown; exit code 1 where less than 99.9 % of
the requests with a second endpoint got the whole text, or where three silent endpoints kept a caller beyond its deadline.
"""

import collections
import concurrent.futures
import contextlib
import json
import pathlib
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.request

import processes
import telling_upstream
from toxiproxy import Toxiproxy, toxic

AT_ONCE = 16
MOST_MODELS = 400
DEADLINE = 5
LATEST = 5.2
LEAST_PART = 0.999
FOR_EVER = 30_000

# name of the fault, and where it can happen: nobody refuses a connection, or answers late, after the first token.
FAULTS = {
    "refuse": ("before",),
    "500": ("before", "after"),
    "429 with Retry-After": ("before", "after"),
    "slow headers": ("before",),
    "stall": ("before", "after"),
    "reset": ("before", "after"),
    "garbage": ("before", "after"),
    "truncation": ("before", "after"),
}

Cell = collections.namedtuple("Cell", "fault when stream")
Seen = collections.namedtuple("Seen", "status text finished error attempts seam seconds")


def cells():
    return [Cell(fault, when, stream) for fault, places in FAULTS.items() for when in places for stream in (False, True)]


def name_of(cell):
    return "-".join([cell.fault.split()[0], cell.when, "stream" if cell.stream else "unary"])


class Breakpoints:
    """How many bytes of the upstream's answer come before its text, and how many to the middle of it."""

    def __init__(self, upstream, stream):
        body = json.dumps({"messages": [{"role": "user", "content": "Tell."}], "stream": stream}).encode()
        with processes.socket.create_connection(upstream) as connection:
            head = f"POST /tale/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {len(body)}\r\n\r\n"
            connection.sendall(head.encode() + body)
            data = b"".join(iter(lambda: connection.recv(65536), b""))
        text = data.index(b"Once")
        # Of a stream the first event (without text) and of a whole answer its first half is still before the text.
        self.before = data.index(b"\r\n\r\n") + 10
        self.after = (text + data.index(b"other.")) // 2


class Stand:
    """An upstream, the proxies that harm it, and a router between them and the caller."""

    def __init__(self, folder, models, first_event="2s", idle="2s", deadline=DEADLINE):
        self.folder = pathlib.Path(folder)
        self.models = models
        self.deadline = deadline
        self.open = contextlib.ExitStack()
        self.upstream = telling_upstream.upstream()
        self.open.callback(self.upstream.shutdown)
        self.toxiproxy = Toxiproxy(self.folder)
        self.open.callback(self.toxiproxy.stop)
        self.address = "%s:%d" % self.upstream.server_address
        self.breakpoints = {stream: Breakpoints(self.upstream.server_address, stream) for stream in (False, True)}
        port, admin = processes.free_port(), processes.free_port()
        config = self.folder / "cambio.yaml"
        self.write_config(config, port, admin, f"{{request: {deadline}s, first_event: {first_event}, stream_idle: {idle}}}")
        router = processes.Process("router", [processes.ROOT / "bin/cambio", "serve", "--config", config], self.folder)
        self.open.callback(router.stop)
        router.wait_for(processes.answers(f"http://127.0.0.1:{admin}/readyz"), "ready router")
        self.url = f"http://127.0.0.1:{port}/api/v1/chat/completions"

    def close(self):
        self.open.close()

    def base_url(self, cell):
        """Where the fault of a cell is met."""
        name, late = name_of(cell), "-late" if cell.when == "after" else ""
        at = getattr(self.breakpoints[cell.stream], cell.when)
        harm = {
            "slow": [toxic("latency", latency=FOR_EVER)],
            "stall": [toxic("limit_data", bytes=at), toxic("slow_close", delay=FOR_EVER)],
            # At toxicity 0 it holds nothing back, and still makes a reset of the close.
            "reset": [toxic("limit_data", bytes=at), toxic("reset_peer", toxicity=0.0, timeout=0)],
            "truncation": [toxic("limit_data", bytes=at)],
        }
        path = {"500": "error-500" + late, "429": "error-429" + late, "garbage": "garbage" + late}
        kind = cell.fault.split()[0]
        listen = self.toxiproxy.proxy(name, self.address, *harm.get(kind, []))
        if kind == "refuse":
            self.toxiproxy.refuse(name)
        return f"http://{listen}/{path.get(kind, 'tale')}"

    def write_config(self, path, port, admin, timeouts):
        providers = {name_of(cell): self.base_url(cell) for cell in cells()}
        for number in (1, 2, 3):
            listen = self.toxiproxy.proxy(f"hole-{number}", self.address, toxic("timeout", timeout=0))
            providers[f"hole-{number}"] = f"http://{listen}/hang"
        providers["healthy"] = f"http://{self.address}/tale"
        # Each endpoint meets its fault a few times only, so that none is left alone for having failed too often.
        slugs = [f"faults/tale-{number}" for number in range(self.models)] + ["faults/tale-alone"]
        lines = [
            "version: 1",
            f"server: {{host: 127.0.0.1, port: {port}}}",
            f"admin: {{host: 127.0.0.1, port: {admin}}}",
            f"data: {{directory: {path.parent / 'data'}}}",
            f"timeouts: {timeouts}",
            "auth: {required: false}",
            "providers:",
        ]
        for name, url in providers.items():
            quirks = "quirks: {options: {prefix: implicit}}"
            lines.append(f'  - {{id: {name}, name: {name}, dialect: openai-chat, base_url: "{url}", auth: none, {quirks}}}')
        lines.append("models:")
        lines += [f"  - {{slug: {slug}, name: tale, kind: chat, context: 8192, input: [text], output: [text]}}" for slug in slugs]
        lines.append("endpoints:")
        for name in providers:
            prices = 'prices: {input: "1", output: "2"}'
            lines += [f"  - {{provider: {name}, model: {slug}, upstream: tale, context: 8192, {prices}}}" for slug in slugs]
        path.write_text("\n".join(lines) + "\n")

    def ask(self, order, number, stream):
        """One request, with the endpoints in this order and no others; number None is for those without a second one."""
        body = {
            "model": f"faults/tale-{'alone' if number is None else number % self.models}",
            "stream": stream,
            "messages": [{"role": "user", "content": "Tell me the tale."}],
            "provider": {"order": order, "allow_fallbacks": False},
        }
        headers = {"content-type": "application/json", "x-openrouter-metadata": "enabled"}
        request = urllib.request.Request(self.url, json.dumps(body).encode(), headers)
        began = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                status, data = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, data = error.code, error.read()
        seconds = time.monotonic() - began
        return (of_stream if stream and status == 200 else of_whole)(status, data, seconds)


def of_whole(status, data, seconds):
    body = json.loads(data)
    attempts = body.get("openrouter_metadata", {}).get("attempts", [])
    if "error" in body:
        return Seen(status, "", False, error_of(body["error"]), attempts, None, seconds)
    choice = body["choices"][0]
    finished = choice["finish_reason"] == "stop"
    return Seen(status, choice["message"]["content"], finished, None, attempts, None, seconds)


def of_stream(status, data, seconds):
    text, finishes, done, error, attempts = "", [], False, None, []
    for line in data.split(b"\n"):
        if line == b"data: [DONE]":
            done = True
        elif line.startswith(b"data: {"):
            event = json.loads(line[6:])
            error = error_of(event["error"]) if "error" in event else error
            attempts = event.get("openrouter_metadata", {}).get("attempts", attempts)
            for choice in event.get("choices", []):
                text += choice["delta"].get("content") or ""
                finishes += [choice["finish_reason"]] if choice.get("finish_reason") else []
    seams = [attempt["seam"]["characters"] for attempt in attempts if attempt.get("seam")]
    # The reason stands in the chunk that ends the text and, as at OpenRouter, in the one with the usage.
    finished = done and set(finishes) == {"stop"}
    return Seen(status, text, finished, error, attempts, seams[0] if seams else None, seconds)


def error_of(error):
    return f"{error['code']} {error['metadata']['error_type']}"


def whole(seen):
    """Whether the caller got what it asked for, once, and nothing else."""
    return seen.status == 200 and seen.text == telling_upstream.TALE and seen.finished and seen.error is None


def met(seen):
    """Whether the request met the fault, or its endpoint was being left alone."""
    return len(seen.attempts) > 1


Row = collections.namedtuple("Row", "cell asked whole met attempts seams p50 slowest alone wrong")


def measure(stand, cell, requests, at_once):
    """One row: so many requests with a healthy second endpoint, and one that has none."""
    order = [name_of(cell), "healthy"]
    with concurrent.futures.ThreadPoolExecutor(at_once) as callers:
        all_seen = list(callers.map(lambda number: stand.ask(order, number, cell.stream), range(requests)))
    alone = stand.ask(order[:1], None, cell.stream)
    times = [seen.seconds for seen in all_seen]
    return Row(
        cell,
        requests,
        sum(map(whole, all_seen)),
        sum(map(met, all_seen)),
        statistics.mean(len(seen.attempts) for seen in all_seen),
        sorted(seen.seam for seen in all_seen if seen.seam is not None),
        statistics.median(times),
        max(times),
        alone,
        [seen for seen in all_seen if not whole(seen)],
    )


def saw(row):
    """In words, what callers with a second endpoint got."""
    if row.whole < row.asked:
        return f"{row.asked - row.whole} got less than the whole: {row.wrong[0].error or row.wrong[0].text!r}"
    if row.seams:
        first, last = row.seams[0], row.seams[-1]
        where = first if first == last else f"{first} to {last}"
        return f"the whole text in one stream; seam after {where} characters ({len(row.seams)} of {row.asked})"
    return "the whole text in one stream" if row.cell.stream else "the whole text"


def saw_alone(seen):
    if seen.status != 200:
        return seen.error
    if whole(seen):
        return f"the whole text, carried on there in {len(seen.attempts)} attempts"
    return f"{len(seen.text)} characters, then an error event {seen.error}, no finish"


TITLES = ("fault", "first token", "answer", "whole %", "met it", "attempts", "p50 s", "slowest s", "the caller saw", "without a second endpoint")


def line(values):
    return "| " + " | ".join(str(value) for value in values) + " |"


def row_line(row):
    answer = "stream" if row.cell.stream else "whole"
    figures = (f"{100 * row.whole / row.asked:.2f}", row.met, f"{row.attempts:.2f}", f"{row.p50:.3f}", f"{row.slowest:.3f}")
    return line((row.cell.fault, row.cell.when, answer, *figures, saw(row), saw_alone(row.alone)))


def black_holes(stand, requests, tell):
    """Three endpoints that take the connection and never answer, under one deadline; with and without a healthy fourth."""
    kept = True
    for order in (["hole-1", "hole-2", "hole-3"], ["hole-1", "hole-2", "hole-3", "healthy"]):
        for stream in (False, True):
            with concurrent.futures.ThreadPoolExecutor(requests) as callers:
                seen = list(callers.map(lambda number: stand.ask(order, number, stream), range(requests)))
            latest = max(one.seconds for one in seen)
            kept &= latest <= LATEST and (all(map(whole, seen)) if "healthy" in order else all(one.status == 504 for one in seen))
            what = "the whole text" if whole(seen[0]) else seen[0].error
            fourth = " and a healthy fourth" if "healthy" in order else ""
            attempts = statistics.mean(len(one.attempts) for one in seen)
            tell(
                f"three black holes{fourth}, deadline {DEADLINE} s, {'stream' if stream else 'whole answer'}: "
                f"{what} after {attempts:.2f} attempts; the latest of {requests} at {latest:.2f} s (bound {LATEST} s)"
            )
    return kept


def main():
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    if requests < 1:
        sys.exit("faults: REQUESTS is a whole number from 1 on")
    with tempfile.TemporaryDirectory(prefix="cambio-faults-") as folder:
        stand = Stand(folder, min(requests, MOST_MODELS))
        try:
            print(f"{requests} requests a row, {AT_ONCE} at once, with a healthy second endpoint\n")
            print(line(TITLES), line("---" for _ in TITLES), sep="\n", flush=True)
            rows = []
            for cell in cells():
                rows.append(measure(stand, cell, requests, AT_ONCE))
                print(row_line(rows[-1]), flush=True)
            print()
            # Few: each takes from the retry budget, which keeps callers from storming providers that are all silent.
            kept = black_holes(stand, min(requests, 3), lambda text: print(text, flush=True))
        finally:
            stand.close()
    asked, got = sum(row.asked for row in rows), sum(row.whole for row in rows)
    poor = [name_of(row.cell) for row in rows if row.whole < LEAST_PART * row.asked]
    print(f"\n{got} of {asked} ({100 * got / asked:.3f} %) got the whole text; rows under 99.9 %: {', '.join(poor) or 'none'}")
    print("the deadline was kept" if kept else "THE DEADLINE WAS NOT KEPT")
    return 1 if poor or not kept else 0


if __name__ == "__main__":
    sys.exit(main())
