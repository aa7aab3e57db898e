"""How soon a caller's leaving reaches the provider."""

import time
import uuid


def until(what, condition, seconds=120):
    """Waits for what another process does, and gives it; the bound is for what never happens."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.005)
    return value


def fastest(stack, fault, leave, enough=1.0, tries=5):
    """The seconds from leaving to the close of the provider's connection, the least of some tries where the first was not
    enough: a machine that stalls may take longer now and then, a router that is slow always does.

    `leave` takes a text to send, and returns when the caller has left.
    """
    least = float("inf")
    for _ in range(tries):
        text = f"Go, {uuid.uuid4()}."
        leave(text)
        left = time.monotonic()
        closed = until("the close of the provider's connection", lambda: stack.faulty.closed_at(fault, text))
        least = min(least, closed - left)
        if least < enough:
            break
    return least
