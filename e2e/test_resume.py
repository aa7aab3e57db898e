"""Streams that break off in the middle are carried on. `make resume` does the same a thousand times."""

import resume


def test_broken_streams_are_carried_on(tmp_path):
    wrong, other = resume.run(30, 11, tmp_path)
    assert wrong == []
    # One in a hundred may differ; of thirty, one.
    assert len(other) <= 1, other
