"""Budgets refuse nothing that they pay for: the proof of `bin/agents` with a quick provider."""

import asyncio
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "proof"))

import agents  # noqa: E402  (its folder has to be on the path first)
import streams  # noqa: E402

ANSWERS = 60


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """What came of fifty agents with one budget, by kind of answer, at a router that knew none of them."""

    async def all_kinds():
        provider = await streams.Provider(None, agents.PROMPT_TOKENS, delay=0.2).start()
        folder = tmp_path_factory.mktemp("agents")
        # Those who wait for what others hold wait longer than by default: on a busy machine the others may take longer.
        patient = "quota: {wait: 60s}\n"
        with agents.serving(folder, agents.configuration(provider, ANSWERS, patient), 1) as routers:
            ports = [router.port for router in routers]
            return {kind: await agents.run(kind, ports, 50, provider) for kind in agents.KINDS}

    return asyncio.run(all_kinds())


@pytest.mark.parametrize("kind", agents.KINDS)
def test_a_budget_for_sixty_answers_serves_all_but_the_last_two(runs, kind):
    line, fine = agents.told(kind, runs[kind], ANSWERS)
    assert fine, line
