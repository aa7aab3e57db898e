"""An upstream in the OpenAI dialect that fails on demand; the fault is the first part of the path.

    http://127.0.0.1:PORT/<fault>/chat/completions

It keeps, for each fault, the requests that came, and when the callers of the silent and the endless ones closed the connection.
"""

import base64
import collections
import contextlib
import http.server
import json
import select
import socket
import struct
import threading
import time


def chunk(delta, finish=None):
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "faulty",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_POST(self):
        fault = self.path.split("/")[1]
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        with self.server.lock:
            self.server.requests[fault] += 1
            self.server.bodies[fault].append(body)
        getattr(self, "answer_" + fault.replace("-", "_"))(body)

    def answer_500(self, body):
        self.plain(500, "application/json", b'{"error":{"message":"boom","type":"server_error"}}')

    def answer_429(self, body):
        self.plain(429, "application/json", b'{"error":{"message":"slow down","type":"rate_limit"}}', {"retry-after": "7"})

    def answer_hang(self, body):
        """Says nothing until the caller closes."""
        with self.noting_the_close("hang", body) as closed:
            while not closed():
                time.sleep(0.02)

    def answer_garbage(self, body):
        self.plain(200, "application/json", b"<<<< this is no JSON >>>>")

    def answer_html(self, body):
        self.plain(200, "text/html", b"<html><body>Bad gateway</body></html>")

    def answer_preamble(self, body):
        self.start_stream()
        self.event(chunk({"role": "assistant", "content": ""}))
        self.close_now()

    def answer_truncated(self, body):
        self.start_stream()
        self.event(chunk({"role": "assistant", "content": ""}))
        for word in ("one ", "two ", "three "):
            self.event(chunk({"content": word}))
        self.close_now()

    def answer_endless(self, body):
        """Streams a word every 20 ms until the caller closes."""
        with self.noting_the_close("endless", body) as closed:
            self.start_stream()
            while not closed():
                self.event(chunk({"content": "word "}))
                time.sleep(0.02)

    def answer_chatty(self, body):
        """Streams 20,000 words as fast as they are taken."""
        self.start_stream()
        for _ in range(20_000):
            self.event(chunk({"content": "word "}))
        self.event(chunk({}, "stop"))
        self.raw(b"data: [DONE]\n\n")
        self.close_now()

    def answer_good(self, body):
        if self.path.endswith("/embeddings"):
            return self.embeddings(body)
        if not body.get("stream"):
            answer = {
                "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "faulty",
                "choices": [{"index": 0, "message": {"role": "assistant", "content": "all is well"}, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8},
            }
            return self.plain(200, "application/json", json.dumps(answer).encode())
        self.start_stream()
        self.event(chunk({"role": "assistant", "content": ""}))
        for word in ("all ", "is ", "well"):
            self.event(chunk({"content": word}))
        self.event(chunk({}, "stop"))
        usage = chunk({})
        usage["choices"] = []
        usage["usage"] = {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}
        self.event(usage)
        self.raw(b"data: [DONE]\n\n")
        self.close_now()

    def answer_fenced(self, body):
        """JSON as models like to write it, and as no parser takes it."""
        text = "Here you are:\n```json\n{'a': 1, b: [true, None,]\n```\nAnything else?"
        answer = {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "faulty",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8},
        }
        self.plain(200, "application/json", json.dumps(answer).encode())

    def answer_acme(self, body):
        """The made-up dialect of the example plugin."""
        said = body["turns"][-1]["says"]
        over = {"over": "done", "read_tokens": 4, "wrote_tokens": 2}
        if not body.get("stream"):
            return self.plain(200, "application/json", json.dumps({"say": "you said " + said, **over}).encode())
        lines = [{"say": "you said "}, {"say": said}, over]
        self.plain(200, "application/x-ndjson", "".join(json.dumps(line) + "\n" for line in lines).encode())

    def embeddings(self, body):
        """The vector of an input tells its length and its place, in the encoding that was asked for."""
        data = []
        for index, text in enumerate(body["input"]):
            vector = [float(len(text)), index + 0.5, 0.1][: body.get("dimensions", 3)]
            packed = base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
            value = packed if body.get("encoding_format") == "base64" else vector
            data.append({"object": "embedding", "index": index, "embedding": value})
        usage = {"prompt_tokens": 7, "total_tokens": 7}
        answer = {"object": "list", "model": "faulty-embed", "data": data[::-1], "usage": usage}
        self.plain(200, "application/json", json.dumps(answer).encode())

    def plain(self, status, media_type, data, headers=None):
        self.send_response(status)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def start_stream(self):
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()

    def event(self, value):
        self.raw(b"data: " + json.dumps(value).encode() + b"\n\n")

    def raw(self, data):
        self.wfile.write(data)
        self.wfile.flush()

    def close_now(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def closed_by_caller(self):
        readable, _, _ = select.select([self.connection], [], [], 0)
        try:
            return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""
        except ConnectionResetError:
            return True  # closed while bytes of ours were still unread

    @contextlib.contextmanager
    def noting_the_close(self, fault, body):
        """Gives what tells whether the caller has closed, or has had three minutes to; notes when, however it is noticed."""
        deadline = time.monotonic() + 180
        try:
            yield lambda: time.monotonic() > deadline or self.closed_by_caller()
        except OSError:
            pass  # closed while we wrote
        finally:
            with self.server.lock:
                self.server.closed[fault].append((json.dumps(body), time.monotonic()))
            self.close_now()


class FaultyUpstream(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, handler=Handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.lock = threading.Lock()
        self.requests = collections.Counter()
        self.bodies = collections.defaultdict(list)
        self.closed = collections.defaultdict(list)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def heard(self, fault, text):
        """Whether a request with this text has come."""
        with self.lock:
            return any(text in json.dumps(body) for body in self.bodies[fault])

    def closed_at(self, fault, text):
        """When the caller of the request with this text closed its connection (time.monotonic), None if it has not."""
        with self.lock:
            return next((at for body, at in self.closed[fault] if text in body), None)

    def handle_error(self, request, client_address):
        pass

    def url(self, fault):
        return f"http://127.0.0.1:{self.server_address[1]}/{fault}"
