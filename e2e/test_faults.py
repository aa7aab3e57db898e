"""Every fault before and after the first token, a few requests each. `make faults` asks hundreds."""

import concurrent.futures

import pytest

import faults


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    # Time enough for a healthy endpoint on a busy machine to answer in what the silent ones leave.
    made = faults.Stand(tmp_path_factory.mktemp("faults"), 3, first_event="4s", idle="4s", deadline=12)
    yield made
    made.close()


def test_callers_with_a_second_endpoint_get_the_whole_text(stand):
    # All rows at once: most of the time is spent in waiting for endpoints that never answer.
    with concurrent.futures.ThreadPoolExecutor(len(faults.cells())) as rows:
        measured = list(rows.map(lambda cell: faults.measure(stand, cell, 3, 1), faults.cells()))
    for row in measured:
        assert row.whole == row.asked, faults.row_line(row)
        assert row.met > 0, faults.row_line(row)
        if row.cell.when == "before" or not row.cell.stream:
            assert row.alone.status >= 400 and row.alone.error and not row.alone.text, faults.row_line(row)
        else:
            assert row.seams, faults.row_line(row)
            # Who got text gets the rest of it, or an error event and never a finish.
            assert faults.whole(row.alone) or (row.alone.error and not row.alone.finished), faults.row_line(row)


@pytest.mark.parametrize("stream", [False, True])
def test_one_deadline_holds_over_all_attempts(stand, stream):
    holes = ["hole-1", "hole-2", "hole-3"]
    seen = stand.ask(holes, 0, stream)
    assert seen.status == 504 and seen.error == "504 timeout"
    assert [attempt["provider"] for attempt in seen.attempts] == holes
    # Each had its share of the deadline; with the whole of it they would have taken three times as long.
    assert sum(attempt["duration"] for attempt in seen.attempts) < 2 * 1000 * stand.deadline


def test_a_healthy_fourth_answers_within_the_deadline(stand):
    seen = stand.ask(["hole-1", "hole-2", "hole-3", "healthy"], 1, True)
    assert faults.whole(seen), seen
    assert len(seen.attempts) == 4
