"""Breaks streams of the local model at random points and checks what the caller got.

    python resume.py [BREAKS] [SEED]

For each: the text is what stood before the break, plus what the model itself answers to that; the text is that of the
unbroken answer, or is listed; the seam stands in the generation record. Exit code 1 where one of the bounds is missed.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import queue
import random
import subprocess
import sys
import tempfile
import urllib.request

import processes
from cutting_proxy import CuttingProxy

MODEL = "cambio/tiny-chat"
# A provider whose streams all break is soon left alone, as it should be. So many take turns, of each worker, that none of them
# breaks half of twenty in thirty seconds.
PROVIDERS = 64
COUNTRIES = "France Germany Spain Italy Japan China Egypt Kenya Peru Cuba Norway Sweden Poland Greece India Canada".split()
WORDS = "dog cat house water bread red green book sun moon tree sea friend night day".split()
OPPOSITES = "hot cold big small fast slow up down light dark old new early late happy sad near far loud quiet".split()

# Streams at a time, each with a proxy and providers of its own, so that what it was given is told from the others'.
WORKERS = 4

Broken = collections.namedtuple("Broken", "prompt generation before text itself unbroken sent")


def prompt(draw):
    """A prompt of the kinds that the model knows, stories most of all: they are long."""
    kind = draw.randrange(8)
    if kind == 0:
        return f"What is the capital of {draw.choice(COUNTRIES)}?"
    if kind == 1:
        return f"What is {draw.randrange(13)} plus {draw.randrange(13)}?"
    if kind == 2:
        return f"How do you say {draw.choice(WORDS)} in French?"
    if kind == 3:
        return f"What is the opposite of {draw.choice(OPPOSITES)}?"
    animal = draw.choice("fox rabbit bear owl mouse duck frog cat dog wolf".split())
    return draw.choice([f"Tell me a story about a {animal}.", f"Tell me a short story about a {animal}.", "Tell me a story."])


def cutting(worker, number):
    return f"cutting-{worker}-{number}"


def write_config(path, port, admin, proxies):
    def provider(name, url):
        return f"""
  - {{id: {name}, name: {name}, dialect: openai-chat, base_url: "{url}", auth: none, quirks: {{options: {{prefix: implicit}}}}}}"""

    def endpoint(name):
        return f"""
  - {{provider: {name}, model: {MODEL}, upstream: {MODEL}, context: 1024, prices: {{input: "1", output: "2"}}}}"""

    urls = {}
    for worker, proxy in enumerate(proxies):
        urls.update({cutting(worker, number): proxy.url("cut") for number in range(PROVIDERS)})
        urls[f"carrying-{worker}"] = proxy.url("pass")
    path.write_text(
        f"""version: 1
server: {{host: 127.0.0.1, port: {port}}}
admin: {{host: 127.0.0.1, port: {admin}}}
data: {{directory: {path.parent / "data"}}}
auth: {{required: false}}
providers:{"".join(provider(name, url) for name, url in urls.items())}
models:
  - {{slug: {MODEL}, name: tiny, kind: chat, context: 1024, input: [text], output: [text]}}
endpoints:{"".join(endpoint(name) for name in urls)}
"""
    )


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    return urllib.request.urlopen(request, timeout=120)


def stream(url, body):
    """The text, and whether the stream ended as it should."""
    text, done, generation = "", False, None
    with post(url, {**body, "stream": True, "temperature": 0}) as response:
        generation = response.headers["x-generation-id"]
        for line in response:
            if line.startswith(b"data: [DONE]"):
                done = True
            elif line.startswith(b"data: {"):
                chunk = json.loads(line[6:])
                assert "error" not in chunk, chunk["error"]
                for choice in chunk["choices"]:
                    text += choice["delta"].get("content") or ""
    assert done, "the stream did not end in [DONE]"
    return text, generation


class Check:
    def __init__(self, folder, seed):
        self.folder = pathlib.Path(folder)
        self.started = []
        self.model = processes.local_model(self.folder)
        self.started.append(self.model)
        self.proxies = [CuttingProxy(self.model.url, seed * WORKERS + worker) for worker in range(WORKERS)]
        port, admin = processes.free_port(), processes.free_port()
        self.config = self.folder / "cambio.yaml"
        write_config(self.config, port, admin, self.proxies)
        router = processes.Process("resuming-router", [processes.ROOT / "bin/cambio", "serve", "--config", self.config], self.folder)
        self.started.append(router)
        router.wait_for(processes.answers(f"http://127.0.0.1:{admin}/readyz"), "ready router", 90)
        self.router = f"http://127.0.0.1:{port}/api/v1/chat/completions"

    def close(self):
        for process in reversed(self.started):
            process.stop()
        for proxy in self.proxies:
            proxy.shutdown()

    def some(self, worker, seed, count, done):
        """Breaks so many streams, one after the other, and hands each on."""
        draw = random.Random(seed * WORKERS + worker)
        turn = 0
        while count:
            turn += 1
            broken = self.one(worker, turn, prompt(draw))
            if broken is not None:
                count -= 1
                done(broken)

    def one(self, worker, turn, asked):
        """One broken stream; None where the answer was too short to be cut."""
        messages = [{"role": "user", "content": asked}]
        order = {"order": [cutting(worker, turn % PROVIDERS), f"carrying-{worker}"], "allow_fallbacks": False}
        exchanges = self.proxies[worker].exchanges
        exchanges.clear()
        text, generation = stream(self.router, {"model": MODEL, "messages": messages, "provider": order})
        cut, *others = exchanges
        assert cut.manner == "cut", "the provider that breaks off was not asked"
        if cut.sent == cut.whole and not others:
            return None
        assert len(others) == 1, f"{len(others)} attempts after the break"
        rest = others[0].body["messages"]
        sent = rest[-1]["content"] if rest[-1]["role"] == "assistant" else ""
        # What the model itself answered, to the whole prompt and to the rest of it, stands at the proxy, before any cut.
        return Broken(asked, generation, cut.sent, text, others[0].whole, cut.whole, sent)

    def records(self, wanted):
        out = subprocess.check_output(
            [str(processes.ROOT / "bin/cambio"), "generations", "--json", "--attempts", "--limit", "1000", "--config", str(self.config)],
            text=True,
            env=os.environ,
        )
        return {record["id"]: record for record in json.loads(out) if record["id"] in wanted}


def faults(broken, record):
    """What is wrong with one stream."""
    wrong = []
    if not broken.before.startswith(broken.sent) or broken.before[len(broken.sent) :].strip():
        wrong.append(f"the text so far is {broken.before!r}, but {broken.sent!r} was sent")
    if broken.text != broken.sent + broken.itself:
        wrong.append(f"{broken.text!r} is not {broken.sent!r} and {broken.itself!r}")
    if record is None:
        return [*wrong, "no generation record"]
    attempts = record["attempts"]
    seam = attempts[-1].get("seam") or {}
    expected = {"characters": len(broken.before), "bytes": len(broken.before.encode())}
    if [attempt["reason"] for attempt in attempts] != ["first", "resume"] or seam != expected:
        wrong.append(f"the record has {attempts}, expected the seam {expected}")
    total = sum(float(attempt["cost_usd"]) for attempt in attempts)
    if abs(total - float(record["cost_usd"])) > 1e-12 or not all(attempt["input_tokens"] for attempt in attempts):
        wrong.append(f"the record's cost is {record['cost_usd']} for {attempts}")
    return wrong


def run(breaks, seed, folder, tell=lambda line: None):
    """Breaks so many streams; gives the faults, and the streams whose text is not the unbroken one's."""
    check = Check(folder, seed)
    try:
        wrong, other, count, finished = [], [], 0, queue.Queue()
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as workers:
            shares = [breaks // WORKERS + (worker < breaks % WORKERS) for worker in range(WORKERS)]
            running = [workers.submit(check.some, worker, seed, share, finished.put) for worker, share in enumerate(shares)]
            for future in running:
                # A worker that fails ends the check: the queue hears of it, too.
                future.add_done_callback(lambda ended: ended.exception() and finished.put(ended.exception()))
            while count < breaks:
                batch = []
                while len(batch) < min(100, breaks - count):
                    broken = finished.get()
                    if isinstance(broken, BaseException):
                        raise broken
                    batch.append(broken)
                count += len(batch)
                records = check.records({one.generation for one in batch})
                for one in batch:
                    wrong += [f"{one.generation} {one.prompt!r}: {fault}" for fault in faults(one, records.get(one.generation))]
                    if one.text != one.unbroken:
                        other.append(one)
                tell(f"{count} of {breaks} streams broken: {len(wrong)} faults, {len(other)} with another text")
        return wrong, other
    finally:
        check.close()


def main():
    breaks = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    with tempfile.TemporaryDirectory(prefix="cambio-resume-") as folder:
        wrong, other = run(breaks, seed, folder, lambda line: print(line, flush=True))
    for fault in wrong:
        print("FAULT", fault)
    for one in other:
        print(f"OTHER {one.prompt!r}: {one.before!r} was carried on as {one.text!r}, unbroken it is {one.unbroken!r}")
    same = breaks - len(other)
    print(f"{breaks - len(wrong)} of {breaks} are the text before the break and what the model itself answers to it, with the seam on record")
    print(f"{same} of {breaks} ({100 * same / breaks:.1f} %) are the unbroken text")
    return 1 if wrong or same < 0.99 * breaks else 0


if __name__ == "__main__":
    sys.exit(main())
