"""Breaks streams of the local model at random points and checks what the caller got.

    python resume.py [BREAKS] [SEED]

For each: the text is what stood before the break, plus what the model itself answers to that; the text is that of the
unbroken answer, or is listed; the seam stands in the generation record. Exit code 1 where one of the bounds is missed.
"""

import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import urllib.request

import processes
from cutting_proxy import CuttingProxy

MODEL = "cambio/tiny-chat"
# A provider whose streams all break is soon left alone, as it should be. So many take turns that none of them breaks half of
# twenty in thirty seconds.
CUTTING = [f"cutting-{number}" for number in range(64)]
COUNTRIES = "France Germany Spain Italy Japan China Egypt Kenya Peru Cuba Norway Sweden Poland Greece India Canada".split()
WORDS = "dog cat house water bread red green book sun moon tree sea friend night day".split()
OPPOSITES = "hot cold big small fast slow up down light dark old new early late happy sad near far loud quiet".split()

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


def write_config(path, port, admin, proxy):
    def provider(name, manner):
        return f"""
  - {{id: {name}, name: {name}, dialect: openai-chat, base_url: "{proxy.url(manner)}", auth: none, quirks: {{options: {{prefix: implicit}}}}}}"""

    def endpoint(name):
        return f"""
  - {{provider: {name}, model: {MODEL}, upstream: {MODEL}, context: 1024, prices: {{input: "1", output: "2"}}}}"""

    path.write_text(
        f"""version: 1
server: {{host: 127.0.0.1, port: {port}}}
admin: {{host: 127.0.0.1, port: {admin}}}
data: {{directory: {path.parent / "data"}}}
auth: {{required: false}}
providers:{"".join(provider(name, "cut") for name in CUTTING)}{provider("carrying", "pass")}
models:
  - {{slug: {MODEL}, name: tiny, kind: chat, context: 1024, input: [text], output: [text]}}
endpoints:{"".join(endpoint(name) for name in CUTTING)}{endpoint("carrying")}
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
        self.draw = random.Random(seed)
        self.started = []
        self.turn = 0
        self.model = processes.local_model(self.folder)
        self.started.append(self.model)
        self.proxy = CuttingProxy(self.model.url, seed)
        port, admin = processes.free_port(), processes.free_port()
        self.config = self.folder / "cambio.yaml"
        write_config(self.config, port, admin, self.proxy)
        router = processes.Process("resuming-router", [processes.ROOT / "bin/cambio", "serve", "--config", self.config], self.folder)
        self.started.append(router)
        router.wait_for(processes.answers(f"http://127.0.0.1:{admin}/readyz"), "ready router")
        self.router = f"http://127.0.0.1:{port}/api/v1/chat/completions"
        self.upstream = f"{self.model.url}/v1/chat/completions"

    def close(self):
        for process in reversed(self.started):
            process.stop()
        self.proxy.shutdown()

    def one(self):
        """One broken stream; None where the answer was too short to be cut."""
        asked = prompt(self.draw)
        messages = [{"role": "user", "content": asked}]
        self.turn += 1
        order = {"order": [CUTTING[self.turn % len(CUTTING)], "carrying"], "allow_fallbacks": False}
        self.proxy.exchanges.clear()
        text, generation = stream(self.router, {"model": MODEL, "messages": messages, "provider": order})
        cut, *others = self.proxy.exchanges
        assert cut.manner == "cut", "the provider that breaks off was not asked"
        if cut.sent == cut.whole and not others:
            return None
        assert len(others) == 1, f"{len(others)} attempts after the break"
        rest = others[0].body["messages"]
        itself, _ = stream(self.upstream, {"model": MODEL, "messages": rest})
        unbroken, _ = stream(self.upstream, {"model": MODEL, "messages": messages})
        sent = rest[-1]["content"] if rest[-1]["role"] == "assistant" else ""
        return Broken(asked, generation, cut.sent, text, itself, unbroken, sent)

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
        wrong, other, batch, count = [], [], [], 0
        while count < breaks:
            broken = check.one()
            if broken is not None:
                count += 1
                batch.append(broken)
            if batch and (len(batch) == 100 or count == breaks):
                records = check.records({one.generation for one in batch})
                for one in batch:
                    wrong += [f"{one.generation} {one.prompt!r}: {fault}" for fault in faults(one, records.get(one.generation))]
                    if one.text != one.unbroken:
                        other.append(one)
                batch = []
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
