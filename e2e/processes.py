"""Real processes for the end-to-end tests: start, wait until ready, stop."""

import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEY = "sk-cambio-e2e"
MANAGEMENT_KEY = "sk-cambio-e2e-management"


given = set()


def free_port():
    """A port below those that the system gives to outgoing connections and to whoever asks for any, so that hardly anybody
    takes it between this look and the process's own bind. None is given twice."""
    while True:
        port = random.randrange(11_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in given:
            given.add(port)
            return port


def tools(name):
    """The virtual environment of this name, made on first use."""
    return pathlib.Path(subprocess.check_output([ROOT / "bin/python-tools", name], text=True).strip())


class Process:
    def __init__(self, name, command, logs, env=None):
        self.name = name
        self.log = logs / f"{name}.log"
        with open(self.log, "ab") as out:
            self.child = subprocess.Popen(
                [str(part) for part in command],
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **(env or {})},
                cwd=ROOT,
                start_new_session=True,
            )

    def tail(self, lines=40):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def wait_for(self, ready, what, seconds=240, pause=0.1):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.child.poll() is not None:
                raise AssertionError(f"{self.name} ended with {self.child.returncode}:\n{self.tail()}")
            value = ready()
            if value:
                return value
            time.sleep(pause)
        raise AssertionError(f"{self.name}: no {what} within {seconds} s:\n{self.tail()}")

    def stop(self, seconds=60):
        if self.child.poll() is None:
            os.killpg(self.child.pid, signal.SIGTERM)
            try:
                self.child.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(self.child.pid, signal.SIGKILL)
                self.child.wait()


def answers(url):
    def ask():
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return response.status == 200
        except (urllib.error.URLError, OSError):
            return False

    return ask


def away_from_midnight(seconds=120):
    """Waits out the end of a day (UTC), at which a budget would begin anew in the middle of a test."""
    left = 86_400 - time.time() % 86_400
    if left < seconds:
        time.sleep(left + 1)


def accepts(port):
    def ask():
        with socket.socket() as probe:
            probe.settimeout(5)
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return ask


def local_model(logs):
    command = [tools("local-model") / "bin/python", ROOT / "server/local-model/serve.py", free_port()]
    process = Process("local-model", command, logs)

    def url():
        lines = [line for line in process.log.read_text().splitlines() if line.startswith("http://")]
        return lines[0] if lines else None

    process.url = process.wait_for(url, "listening model")
    return process


def redis(logs):
    port = free_port()
    process = Process(
        "redis",
        [shutil.which("redis-server"), "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        logs,
    )
    process.wait_for(accepts(port), "listening Redis")
    process.url = f"redis://127.0.0.1:{port}"
    return process


def example_plugin(folder):
    """Builds the example plugin as the project of its own that it is, and puts its jar into the folder."""
    jar = ROOT / "examples/plugin/target/cambio-acme.jar"
    java = {**os.environ, "JAVA_HOME": subprocess.check_output([str(ROOT / "bin/find-jdk")], text=True).strip()}
    quiet = ["mvn", "--batch-mode", "--no-transfer-progress", "--quiet"]
    for command in (
        [*quiet, "-Dfast", "-DskipTests", "install", "-pl", "provider-plugins/testkit", "-am"],
        [*quiet, "package", "-f", "examples/plugin"],
    ):
        subprocess.run(command, cwd=ROOT, env=java, check=True, timeout=900)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(jar, folder)
