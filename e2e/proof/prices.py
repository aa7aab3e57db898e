"""What calls cost, by arithmetic of our own on exact fractions. Shares no code with the router."""

import math
from decimal import Decimal
from fractions import Fraction

NANO = 10**9
PROVIDERS = ("first", "second")

# USD per million tokens, as configuration has them, and USD for an image and for a request.
MODELS = {
    "proof/plain": {"input": "3.00", "output": "15.00"},
    "proof/cached": {"input": "2.50", "output": "10.00", "cache_read": "0.250000001", "cache_write": "3.125"},
    "proof/thinking": {"input": "0.5", "output": "1.5", "reasoning": "4.000000007", "request": "0.000250001"},
    "proof/seeing": {"input": "0.1", "output": "0.4", "image": "0.001234567", "request": "0.00001"},
    "proof/hearing": {"input": "0.3", "output": "2.5", "cache_read": "0.03", "input_audio": "1.000000001", "output_audio": "12.000000007"},
    "proof/odd": {"input": "0.123456789", "output": "0.987654321", "cache_read": "0.012345679"},
    "proof/tiers": {"input": "1.25", "output": "10.00", "cache_read": "0.31", "tiers": [(1000, {"input": "2.5", "output": "15"})]},
    "proof/free": {"input": "0", "output": "0"},
    "proof/vectors": {"input": "0.02"},
}


def table(provider, model):
    """The prices of a model at a provider: the second one is a cent a million tokens dearer."""
    of = dict(MODELS[model])
    if provider == "second" and model != "proof/free":
        of["input"] = f"{Decimal(of['input']) + Decimal('0.01'):f}"
    return of


def rates(provider, model, prompt_tokens):
    """The rates in force for a prompt of this length."""
    base = table(provider, model)
    for above, tier in base.pop("tiers", []):
        if prompt_tokens > above:
            base.update(tier)
    return {name: Fraction(value) for name, value in base.items()}


def cost(provider, model, usage, images=0):
    """Nano-USD of a call by what its provider counted: exact, then rounded once, half up."""
    of = rates(provider, model, usage["prompt_tokens"])
    prompt = usage.get("prompt_tokens_details", {})
    read, write = prompt.get("cached_tokens", 0), prompt.get("cache_write_tokens", 0)
    reasoning = usage.get("completion_tokens_details", {}).get("reasoning_tokens", 0)
    # Sound is a part of both; what of the prompt's did not come uncached is charged as what was read or written.
    uncached = usage["prompt_tokens"] - read - write
    heard = min(uncached, prompt.get("audio_tokens", 0))
    answer = usage["completion_tokens"] - reasoning
    spoken = min(answer, usage.get("completion_tokens_details", {}).get("audio_tokens", 0))
    million = (
        (uncached - heard) * of["input"]
        + heard * of.get("input_audio", of["input"])
        + read * of.get("cache_read", of["input"])
        + write * of.get("cache_write", of["input"])
        + (answer - spoken) * of.get("output", 0)
        + spoken * of.get("output_audio", of.get("output", 0))
        + reasoning * of.get("reasoning", of.get("output", 0))
    )
    usd = million / 10**6 + images * of.get("image", 0) + of.get("request", 0)
    return half_up(usd * NANO)


def fee(nanos, percent):
    return half_up(nanos * Fraction(percent) / 100)


def half_up(amount):
    return math.floor(amount + Fraction(1, 2))


def yaml(provider, model):
    """The prices as configuration has them."""
    of = table(provider, model)
    tiers = of.pop("tiers", [])
    members = [f'{name}: "{value}"' for name, value in of.items()]
    if tiers:
        each = ", ".join(
            f"{{above: {above}, " + ", ".join(f'{name}: "{value}"' for name, value in tier.items()) + "}" for above, tier in tiers
        )
        members.append(f"tiers: [{each}]")
    return "{" + ", ".join(members) + "}"
