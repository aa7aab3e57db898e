"""An upstream in the OpenAI dialect that always tells the same tale, and carries it on where a conversation ends in the middle.

The first part of the path says how: `tale` to its end; `error-500`, `error-429` and `garbage` fail at once; and with `-late` they
fail after the first words (or, where the answer is not streamed, within its body).
"""

import faulty_upstream
from faulty_upstream import chunk

TALE = "Once upon a time there was a fox who carried letters from one end of the wood to the other."
USAGE = {"prompt_tokens": 7, "completion_tokens": 20, "total_tokens": 27}
ERRORS = {"500": ("server_error", "boom"), "429": ("rate_limit_exceeded", "slow down")}


def rest_of_tale(body):
    """What is still to be told after the assistant's own words at the end of the conversation."""
    last = body["messages"][-1]
    return TALE[len(last["content"].rstrip()) :] if last["role"] == "assistant" else TALE


def words(text):
    """The text in pieces, each but the first with the blank before it."""
    first, *others = text.split(" ")
    return [piece for piece in [first, *(" " + other for other in others)] if piece]


class Handler(faulty_upstream.Handler):
    def answer_tale(self, body):
        self.tell(body)

    def answer_error_500(self, body):
        self.answer_500(body)

    def answer_error_429(self, body):
        self.plain(429, "application/json", self.error("429"), {"retry-after": "1"})

    def answer_error_500_late(self, body):
        self.tell(body, self.error("500"))

    def answer_error_429_late(self, body):
        self.tell(body, self.error("429"))

    def answer_garbage_late(self, body):
        self.tell(body, b"<<<< no JSON at all >>>>")

    @staticmethod
    def error(code):
        kind, message = ERRORS[code]
        return faulty_upstream.json.dumps({"error": {"message": message, "type": kind, "code": int(code)}}).encode()

    def tell(self, body, instead=None):
        """The tale; or its first five words and then something else instead."""
        rest = rest_of_tale(body)
        if not body.get("stream"):
            return self.whole(rest, instead)
        self.start_stream()
        self.event(chunk({"role": "assistant", "content": ""}))
        for index, word in enumerate(words(rest)):
            if instead is not None and index == 5:
                self.raw(b"data: " + instead + b"\n\n")
                return self.close_now()
            self.event(chunk({"content": word}))
        self.event(chunk({}, "stop"))
        self.event({**chunk({}), "choices": [], "usage": USAGE})
        self.raw(b"data: [DONE]\n\n")
        self.close_now()

    def whole(self, rest, instead):
        choice = {"index": 0, "message": {"role": "assistant", "content": rest}, "finish_reason": "stop"}
        answer = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "tale", "choices": [choice], "usage": USAGE}
        data = faulty_upstream.json.dumps(answer).encode()
        if instead is not None:
            # An error takes the place of the answer; garbage takes the place of its second half.
            data = instead if instead.startswith(b"{") else data[: len(data) // 2] + instead
        self.plain(200, "application/json", data)


def upstream():
    return faulty_upstream.FaultyUpstream(Handler)
