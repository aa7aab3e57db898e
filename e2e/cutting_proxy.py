"""Stands between a router and an upstream in the OpenAI dialect, and breaks its streams off.

    http://127.0.0.1:PORT/cut/v1/...    passes on a part of each stream, up to a random byte, and resets
    http://127.0.0.1:PORT/pass/v1/...   passes everything on

A stream is never cut before its first piece of text is out, nor after its finish reason. What came and what went is kept in
`exchanges`, oldest first.
"""

import http.server
import json
import random
import socket
import struct
import threading
import urllib.request


class Exchange:
    """One request and what the caller was given of its answer."""

    def __init__(self, manner, body):
        self.manner = manner
        self.body = body
        self.whole = ""
        self.sent = ""

    def last_message(self):
        return self.body["messages"][-1]


def text_of(data):
    """The answer's text in the whole events of these bytes."""
    text = ""
    for event in data.split(b"\n\n")[:-1]:
        if event.startswith(b"data: {"):
            for choice in json.loads(event[6:])["choices"]:
                text += choice["delta"].get("content") or ""
    return text


def first_text(data):
    """Where the first event with text ends."""
    end = 0
    for event in data.split(b"\n\n")[:-1]:
        end += len(event) + 2
        if text_of(event + b"\n\n"):
            return end
    return None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_POST(self):
        manner, path = self.path[1:].split("/", 1)
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        exchange = Exchange(manner, json.loads(raw))
        request = urllib.request.Request(f"{self.server.upstream}/{path}", raw, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as response:
            data = response.read()
            media_type = response.headers["content-type"]
        exchange.whole = text_of(data)
        given = data if manner == "pass" else data[: self.cut(data)]
        exchange.sent = text_of(given)
        with self.server.lock:
            self.server.exchanges.append(exchange)
        self.send_response(200)
        self.send_header("content-type", media_type)
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(given)
        self.wfile.flush()
        self.close_connection = True
        if manner != "pass":
            # A linger of 0 makes the close a reset, as of a process that was killed.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    def cut(self, data):
        first = first_text(data)
        finish = data.find(b'"finish_reason":"')
        if first is None or finish < first:
            return len(data)
        # An event without the blank line behind it may be taken or not: no cut between the two.
        while True:
            with self.server.lock:
                at = self.server.random.randrange(first, finish)
            if not data[:at].endswith((b"}", b"}\n")):
                return at


class CuttingProxy(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, upstream, seed):
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = upstream
        self.lock = threading.Lock()
        self.random = random.Random(seed)
        self.exchanges = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass

    def url(self, manner):
        return f"http://127.0.0.1:{self.server_address[1]}/{manner}/v1"
