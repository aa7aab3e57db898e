"""Toxiproxy, a proxy that harms TCP connections as it is told."""

import json
import urllib.error
import urllib.request

import processes


def toxic(kind, toxicity=1.0, **attributes):
    """A toxic on the way from the upstream to the router; of toxicity 0 it does nothing by itself."""
    return {"name": kind, "type": kind, "stream": "downstream", "toxicity": toxicity, "attributes": attributes}


class Toxiproxy:
    def __init__(self, logs):
        program = processes.ROOT / "bin/toxiproxy"
        port = processes.free_port()
        self.api = f"http://127.0.0.1:{port}"
        self.process = processes.Process("toxiproxy", [program, "-host", "127.0.0.1", "-port", port], logs)
        self.process.wait_for(processes.answers(self.api + "/version"), "listening Toxiproxy", 300)

    def proxy(self, name, upstream, *toxics):
        """Listens in front of an upstream (host:port) and gives the address to call."""
        made = self.post("/proxies", {"name": name, "listen": "127.0.0.1:0", "upstream": upstream, "enabled": True})
        for one in toxics:
            self.post(f"/proxies/{name}/toxics", one)
        return made["listen"]

    def refuse(self, name):
        """From now on connections to it are refused."""
        self.post(f"/proxies/{name}", {"enabled": False})

    def post(self, path, body):
        request = urllib.request.Request(self.api + path, json.dumps(body).encode(), {"content-type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"Toxiproxy: {path}: {error.read().decode()}") from None

    def stop(self):
        self.process.stop()
