#!/usr/bin/env python3
"""Writes the catalogue's YAML from a folder of facts.

    python3 catalog/tools/import.py FACTS

FACTS holds providers.json, models.json, endpoints.json, benchmarks.json and
price_disagreements.json, and sources/models_dev.json.gz, from which the prices of sound are. Prices are moved from USD a token to USD per million tokens with
Decimal, exactly. What the facts lack or have wrong is in adjustments.py, with reasons.
"""

import gzip
import json
import pathlib
import re
import sys
from collections import defaultdict
from decimal import Decimal

import adjustments

HOME = pathlib.Path(__file__).resolve().parent.parent
MODALITIES = {"pdf": "file", "embedding": None}
PARAMETERS = {
    "max_completion_tokens": "max_tokens",
    "include_reasoning": "reasoning",
    "reasoning_effort": "reasoning",
    "web_search_options": None,
    "input": None,
}
RATES = {
    "prompt": "input",
    "completion": "output",
    "cache_read": "cache_read",
    "cache_write": "cache_write",
    "reasoning": "reasoning",
}
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*|\d{4}-\d\d-\d\d|https?://[\w./-]+")
WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


class Quoted(str):
    """A decimal, always in quotes, so that no reader makes a binary float of it."""


def scalar(value):
    """A YAML scalar that every YAML reader takes for what it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Quoted):
        return f'"{value}"'
    if PLAIN.fullmatch(value) and value.lower() not in WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return scalar(value)


class Page:
    """One file, written line by line."""

    def __init__(self, head):
        self.lines = [f"# {head}"]

    def put(self, indent, key, value, first=False):
        if value is None or value == [] or value == {}:
            return
        dash = "- " if first else ""
        self.lines.append(" " * (indent - len(dash)) + dash + f"{key}: {flow(value)}")

    def open(self, indent, key):
        self.lines.append(" " * indent + f"{key}:")

    def save(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(self.lines) + "\n", encoding="utf-8")


def per_million(usd_per_token):
    if usd_per_token is None:
        return None
    return format(Decimal(usd_per_token).scaleb(6).normalize(), "f")


def rates(pricing):
    out = {name: per_million(pricing.get(key)) for key, name in RATES.items()}
    for key in ("image", "request"):
        out[key] = pricing.get(key)
    return {k: Quoted(v) for k, v in out.items() if v is not None}


def parameters(names):
    out = []
    for name in names or []:
        name = PARAMETERS.get(name, name)
        if name and name not in out:
            out.append(name)
    return out


def modalities(names):
    out = []
    for name in names or []:
        name = MODALITIES.get(name, name)
        if name and name not in out:
            out.append(name)
    return out


def capabilities(facts):
    return {k: v for k, v in facts.items() if v is not None}


def highest(chosen, competing):
    """The highest sourced rate of each kind (until someone confirms one)."""
    out = dict(chosen)
    for rates_of_source in competing.values():
        for kind, value in rates_of_source.items():
            if kind not in out or Decimal(value) > Decimal(out[kind]):
                out[kind] = value
    return out


def with_long_cache(endpoint, found):
    """Rates with that of what is written to a prompt cache for an hour, which no source lists."""
    factor = adjustments.long_cache_factor(endpoint)
    if factor and "cache_write" in found and "input" in found:
        long = Decimal(found["input"]) * factor
        found = found | {"long_cache_write": Quoted(format(long.normalize(), "f"))}
    return found


def sound(models_dev, endpoint):
    """Rates of sound, which the endpoints' own prices do not have: USD per million, as models.dev lists them."""
    listed = models_dev["providers"].get(endpoint["provider"], {}).get("models", {})
    cost = listed.get(endpoint["upstream_model_id"], {}).get("cost") or {}
    found = {kind: str(cost[kind]) for kind in ("input_audio", "output_audio") if kind in cost}
    found |= adjustments.sound(endpoint)
    return {kind: Quoted(format(Decimal(usd).normalize(), "f")) for kind, usd in found.items()}


def price(endpoint, as_of, disagreement, audio):
    version = {"valid_from": as_of}
    own = rates(endpoint["pricing"])
    competing = {}
    if disagreement:
        competing = {s: rates({k: v for k, v in p.items() if k != "upstream_id"}) for s, p in disagreement["prices"].items()}
    version |= with_long_cache(endpoint, highest(own, competing)) | audio
    tiers = []
    for tier in endpoint["price_tiers"]:
        tiers.append({"above": tier["above_prompt_tokens"]} | with_long_cache(endpoint, rates(tier)))
    if tiers:
        version["tiers"] = tiers
    sources = endpoint["price_sources"]
    if endpoint["price_conflict"]:
        version["trust"] = "conflict"
        version["competing"] = competing
    elif endpoint["price_outlier"]:
        version["trust"] = "outlier"
    elif len(sources) == 1:
        version["trust"] = "single-source"
    else:
        version["trust"] = "confirmed"
    version["sources"] = [endpoint["price_source"]] + [s for s in sources if s != endpoint["price_source"]]
    return version


def write_endpoint(page, provider, endpoint, as_of, disagreement, audio):
    usual = endpoint["api_dialect"] or provider["api_dialect"]
    dialect = adjustments.dialect(provider["id"], endpoint, usual) or usual
    page.put(4, "model", endpoint["model"], first=True)
    page.put(4, "upstream", endpoint["upstream_model_id"])
    page.put(4, "variant", endpoint["variant"])
    page.put(4, "quantization", endpoint["quantization"])
    page.put(4, "dialect", dialect if dialect != provider["api_dialect"] else None)
    page.put(4, "base_url", adjustments.base_url(endpoint))
    page.put(4, "status", endpoint["status"] if endpoint["status"] != "active" else None)
    page.put(4, "sunset", endpoint["sunset_date"])
    page.put(4, "context", endpoint["context_length"])
    page.put(4, "max_output", endpoint["max_output"])
    page.put(4, "capabilities", capabilities(endpoint["capabilities"]))
    page.put(4, "parameters", parameters(endpoint["supported_parameters"]))
    page.put(4, "quirks", adjustments.quirks(dialect, endpoint))
    page.open(4, "prices")
    version = price(endpoint, as_of, disagreement, audio)
    if endpoint["time_of_day_pricing"]:
        version["note"] = "charged by the time of day; the windows are in no source"
    page.lines.append("      - " + flow(version))


def write_provider(provider, endpoints, as_of, disagreements, models_dev):
    pid = provider["id"]
    page = Page(f"Facts as of {as_of}; prices in USD per million tokens. See catalog/README.md.")
    page.put(0, "id", pid)
    page.put(0, "name", provider["name"])
    page.put(0, "kind", provider["kind"])
    page.put(0, "docs", provider["docs_url"])
    page.put(0, "dialect", provider["api_dialect"])
    url = adjustments.BASE_URL.get(pid, provider["base_url"])
    page.put(0, "base_url", url.rstrip("/") if url else None)
    page.put(0, "base_url_basis", adjustments.BASE_URL_BASIS.get(pid, provider["base_url_basis"]))
    page.put(0, "auth", adjustments.AUTH.get(pid, provider["auth"]))
    keys = adjustments.KEY_VARIABLES.get(pid) or ([provider["api_key_env"]] if provider["api_key_env"] else [])
    page.put(0, "key_variables", keys)
    if pid in adjustments.SETTINGS:
        page.open(0, "settings")
        for name, variables in adjustments.SETTINGS[pid].items():
            page.put(2, name, variables)
    page.put(0, "regions", provider["regions"])
    if pid in adjustments.DIALECTS:
        page.open(0, "dialects")
        for name, facts in adjustments.DIALECTS[pid].items():
            page.open(2, name)
            for key, value in facts.items():
                page.put(4, key, value)
    if pid in adjustments.QUIRKS:
        page.open(0, "quirks")
        for key, value in adjustments.QUIRKS[pid].items():
            page.put(2, key, value)
    page.lines.append("")
    page.open(0, "endpoints")
    for endpoint in endpoints:
        key = (pid, endpoint["model"], endpoint["variant"])
        conflict = disagreements.get(key) if endpoint["price_conflict"] else None
        write_endpoint(page, provider, endpoint, as_of, conflict, sound(models_dev, endpoint))
    page.save(HOME / "providers" / f"{pid}.yaml")


def write_models(author, models, as_of):
    page = Page(f"Facts as of {as_of}. See catalog/README.md.")
    page.put(0, "author", author)
    page.lines.append("")
    page.open(0, "models")
    for model in models:
        page.put(4, "slug", model["slug"], first=True)
        page.put(4, "name", model["name"])
        page.put(4, "kind", model["type"])
        page.put(4, "released", model["released"])
        page.put(4, "released_basis", model["released_basis"])
        page.put(4, "context", model["context_length"])
        page.put(4, "max_output", model["max_output"])
        page.put(4, "input", modalities(model["input_modalities"]))
        page.put(4, "input_implied", True if model["input_modalities_implied"] else None)
        page.put(4, "output", modalities(model["output_modalities"]))
        page.put(4, "capabilities", capabilities(model["capabilities"]))
        page.put(4, "tokenizer", model["tokenizer"])
        page.put(4, "open_weights", model["open_weights"])
        page.put(4, "hugging_face", model["hugging_face_id"])
        page.put(4, "parameters", parameters(model["supported_parameters"]))
    page.save(HOME / "models" / f"{author}.yaml")


def write_benchmark(name, rows, as_of):
    page = Page(f"Public figures as of {as_of}; `label` is the source's own name. See catalog/README.md.")
    page.put(0, "benchmark", name)
    page.put(0, "category", rows[0]["category"])
    page.put(0, "metric", rows[0].get("metric"))
    page.put(0, "higher_is_better", rows[0]["higher_is_better"])
    sources = sorted({(r["source"], r["source_commit"]) for r in rows})
    numbers = {source: f"s{n}" for n, source in enumerate(sources, 1)}
    page.open(0, "sources")
    for (source, commit), number in numbers.items():
        page.put(2, number, {"from": source, "commit": commit} if commit else {"from": source})
    page.lines.append("")
    page.open(0, "scores")
    for row in rows:
        line = {}
        for key in ("model", "label", "setting", "variant", "category", "metric"):
            value = row.get(key)
            if value is not None and not (key in ("category", "metric") and value == rows[0].get(key)):
                line[key] = value
        line["score"] = Quoted(row["score"])
        for key in ("score_first_try", "cost_usd_total", "seconds_per_case", "percent_well_formed"):
            if row.get(key) is not None:
                line[key] = Quoted(row[key])
        for key in ("test_cases", "date", "date_basis", "via"):
            if row.get(key) is not None:
                line[key] = row[key]
        line["source"] = numbers[(row["source"], row["source_commit"])]
        page.lines.append("  - " + flow(line))
    page.save(HOME / "benchmarks" / f"{name}.yaml")


def main(facts):
    def read(name):
        return json.loads((facts / f"{name}.json").read_text(encoding="utf-8"), parse_float=str)

    endpoints = read("endpoints")
    as_of = endpoints["as_of"]
    by_provider, by_author, by_benchmark = defaultdict(list), defaultdict(list), defaultdict(list)
    for endpoint in endpoints["endpoints"]:
        by_provider[endpoint["provider"]].append(endpoint)
    for model in read("models")["models"]:
        by_author[model["author"]].append(model)
    for row in read("benchmarks")["benchmarks"]:
        by_benchmark[row["benchmark"]].append(row)
    disagreements = {
        (d["provider"], d["model"], d["variant"]): d for d in read("price_disagreements")["price_disagreements"]
    }
    with gzip.open(facts / "sources" / "models_dev.json.gz") as file:
        models_dev = json.load(file, parse_float=str, parse_int=str)
    head = Page("The date of the facts; it is the catalogue's version in generation records.")
    head.put(0, "version", as_of)
    head.save(HOME / "catalog.yaml")
    for folder in ("providers", "models", "benchmarks"):
        for old in (HOME / folder).glob("*.yaml"):
            old.unlink()
    for provider in read("providers")["providers"]:
        provider["api_dialect"] = adjustments.DIALECT.get(provider["id"], provider["api_dialect"])
        write_provider(provider, by_provider[provider["id"]], as_of, disagreements, models_dev)
    for author, models in by_author.items():
        write_models(author, models, as_of)
    for name, rows in by_benchmark.items():
        write_benchmark(name, rows, as_of)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
