"""A router before aimock, a server of every dialect that nobody here wrote, with an ear between them."""

import collections
import hashlib
import http.client
import http.server
import json
import subprocess
import threading

import processes
import seals

AIMOCK = processes.ROOT / "e2e/aimock"
FAULTS = ("ratelimit", "malformed", "disconnect", "drop")

# Dialect under test: the shipped provider whose base URL is turned to the mock, the path under it, and
# the name of the dialect where it is not the provider's first.
PROVIDERS = {
    "openai": ("openai", "/v1", None),
    "responses": ("openai", "/v1", "openai-responses"),
    "anthropic": ("anthropic", "/v1", None),
    "gemini": ("google", "/v1beta", None),
    "bedrock": ("amazon-bedrock", "", None),
    "cohere": ("cohere", "/v2", None),
    "azure": ("azure", "/openai", None),
}

MockStack = collections.namedtuple("MockStack", "http key heard data")


class Ear:
    """Passes requests on to the mock, byte for byte, and remembers them; seals the reasoning of answers."""

    def __init__(self, port):
        self.requests = []
        ear = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                ear.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}, json.loads(body)))
                upstream = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
                try:
                    upstream.request("POST", self.path, body, {"content-type": "application/json"})
                    answer = upstream.getresponse()
                    content = seals.sealed(self.path, answer.read())
                except (OSError, http.client.HTTPException):
                    # The mock hung up, and so does the ear.
                    self.close_connection = True
                    return
                finally:
                    upstream.close()
                self.send_response(answer.status)
                for name in ("content-type", "retry-after"):
                    if answer.headers.get(name):
                        self.send_header(name, answer.headers[name])
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self):
        """What was heard since the last time."""
        heard, self.requests = self.requests, []
        return heard

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def config(port, admin, data, ear):
    """Every dialect by the catalogue's own provider; two endpoints, one of them faulty, for every fault."""
    base = f"http://127.0.0.1:{ear}"
    providers, credentials, models, endpoints = "", "", "", ""

    def model(slug):
        return f"\n  - {{slug: {slug}, name: {slug}, kind: chat, context: 8192, max_output: 4096, input: [text], output: [text], capabilities: {{tools: true, reasoning: true}}}}"

    def endpoint(provider, slug, upstream, price="1.00", output="2.00", spoken=None):
        own = f"dialect: {spoken}, " if spoken else ""
        return f"\n  - {{provider: {provider}, {own}model: {slug}, upstream: {upstream}, context: 8192, max_output: 4096, capabilities: {{tools: true, reasoning: true}}, prices: {{input: \"{price}\", output: \"{output}\"}}}}"

    for dialect, (provider, path, spoken) in PROVIDERS.items():
        if spoken is None:
            settings = ", settings: {region: us-east-1}" if provider == "amazon-bedrock" else ""
            settings += ", data_policy: {trains: false, retains: false}"
            providers += f"\n  - {{id: {provider}, base_url: \"{base}{path}\"{settings}}}"
            credentials += f"\n  - {{provider: {provider}, api_key: mock-{dialect}}}"
        models += model(f"mock/{dialect}")
        endpoints += endpoint(provider, f"mock/{dialect}", f"{dialect}-mock", spoken=spoken)
        for fault in FAULTS:
            # One for each way of asking: after a refusal an endpoint is left alone for a while.
            for way in ("whole", "stream"):
                models += model(f"mock/{dialect}-{fault}-{way}")
                endpoints += endpoint(provider, f"mock/{dialect}-{fault}-{way}", f"fault-{fault}", spoken=spoken)
    providers += f"\n  - {{id: steady, name: Steady, dialect: openai-chat, base_url: \"{base}/v1\", auth: none}}"
    for fault in FAULTS:
        models += model(f"mock/pair-{fault}")
        endpoints += endpoint("openai", f"mock/pair-{fault}", f"fault-{fault}")
        endpoints += endpoint("steady", f"mock/pair-{fault}", "steady", "3.00", "6.00")
    key = hashlib.sha256(processes.KEY.encode()).hexdigest()
    return f"""version: 1
server: {{host: 127.0.0.1, port: {port}}}
admin: {{host: 127.0.0.1, port: {admin}}}
data: {{directory: {data}}}
timeouts: {{request: 60s, first_event: 30s}}
keys: [{{name: e2e, hash: {key}}}]
credentials:{credentials}
providers:{providers}
models:{models}
endpoints:{endpoints}
"""


def install():
    if not (AIMOCK / "node_modules/.bin/llmock").exists():
        subprocess.check_call(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--prefix", AIMOCK]
        )


def start(folder, logs):
    """Yields the stack; stops everything after."""
    install()
    started = []
    ear = None
    try:
        mock_port, port, admin = (processes.free_port() for _ in range(3))
        mock = processes.Process(
            "aimock",
            [AIMOCK / "node_modules/.bin/llmock", "-p", mock_port, "-h", "127.0.0.1", "-f", AIMOCK / "fixtures.json", "-l", "1", "-c", "8", "--validate-on-load"],
            logs,
        )
        started.append(mock)
        mock.wait_for(processes.accepts(mock_port), "listening mock")
        ear = Ear(mock_port)
        file = folder / "cambio.yaml"
        file.write_text(config(port, admin, folder / "data", ear.port))
        router = processes.Process(
            "router-before-aimock", [processes.ROOT / "bin/cambio", "serve", "--config", file], logs, {"CAMBIO_KEY": processes.KEY}
        )
        started.append(router)
        router.wait_for(processes.answers(f"http://127.0.0.1:{admin}/readyz"), "ready router")
        yield MockStack(http=f"http://127.0.0.1:{port}", key=processes.KEY, heard=ear, data=folder / "data")
    finally:
        for process in reversed(started):
            process.stop()
        if ear is not None:
            ear.stop()
