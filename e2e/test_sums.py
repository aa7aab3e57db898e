"""Four sums of the same money: the proof of `bin/sums` with 300 calls, and with a fee on usage."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "proof"))

import sums  # noqa: E402  (its folder has to be on the path first)


def test_answers_ledger_redis_and_credits_agree_to_the_nano_dollar(tmp_path):
    tmp_path.chmod(0o755)
    assert sums.prove(tmp_path, 300, fee="5", seed=7, prepaid=False) == []
