"""Redis and PostgreSQL go away under load, for moments; `make outages` has them away for longer (see proof/outages.py)."""

import argparse
import asyncio
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "proof"))

import outages  # noqa: E402  (its folder has to be on the path first)


def test_stores_that_are_away_are_nobodys_fault_and_cost_nobody_a_cent():
    short = argparse.Namespace(
        seconds=1,
        postgres_seconds=1,
        rate=15,
        only=None,
        # On a machine that is busy with other tests a Redis that is well may take its time.
        redis_timeout="1s",
        logs=None,
        environment={"CAMBIO_JAVA_OPTS": "-Xmx512m -XX:TieredStopAtLevel=1"},
    )
    assert asyncio.run(outages.prove(short)) == []
