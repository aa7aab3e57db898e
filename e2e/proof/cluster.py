"""Two routers that share Redis and one ledger, for proofs about money."""

import contextlib
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import processes  # noqa: E402  (its folder has to be on the path first)


def key_hash(key):
    return hashlib.sha256(key.encode()).hexdigest()


@contextlib.contextmanager
def folder(name, logs=None):
    """A folder for a proof's processes, which all users may enter. Their logs are copied where somebody wants them."""
    with tempfile.TemporaryDirectory(prefix=f"cambio-{name}-") as temporary:
        made = pathlib.Path(temporary)
        made.chmod(0o755)
        try:
            yield made
        finally:
            if logs:
                pathlib.Path(logs).mkdir(parents=True, exist_ok=True)
                for log in made.glob("*.log"):
                    shutil.copy(log, logs)


def verified(router):
    """Whether the ledger's own check is clean, and what it says."""
    command = [processes.ROOT / "bin/cambio", "ledger", "verify", "--config", router.config]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    return done.returncode == 0, (done.stdout + done.stderr).strip()


class Verifier:
    """The ledger's own check as a process that stays, so that it can be asked again and again."""

    SOUND = "The ledger is sound."

    def __init__(self, router):
        command = [processes.ROOT / "bin/cambio", "ledger", "verify", "--each-line", "--config", router.config]
        self.child = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "CAMBIO_JAVA_OPTS": "-Xmx256m -XX:+UseSerialGC"},
        )
        self.findings = self.read()

    def read(self):
        """What is wrong by one check; empty where nothing is."""
        findings = []
        for line in self.child.stdout:
            if line.startswith(self.SOUND):
                return findings
            if line.startswith("The ledger has findings"):
                return findings or [line.strip()]
            if line.startswith("FINDING"):
                findings.append(line.strip())
        return ["the check ended"]

    def again(self):
        self.child.stdin.write("\n")
        self.child.stdin.flush()
        return self.read()

    def stop(self):
        self.child.stdin.close()
        self.child.wait(60)


def runs(pid):
    """Whether a process is there, and not merely waited for by whoever adopted it."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


class Postgres:
    """A PostgreSQL server of its own, on a free port, with fsync on. It refuses to run as root, so root starts it as another."""

    def __init__(self, folder):
        self.programs = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        self.folder = folder
        self.port = processes.free_port()
        self.prefix = []
        if pathlib.Path("/proc/self").owner() == "root":
            user = "postgres" if pathlib.Path("/var/lib/postgresql").exists() else "nobody"
            shutil.chown(folder, user)
            for parent in folder.parents:
                if parent != pathlib.Path("/") and parent.owner() == "root" and not parent.stat().st_mode & 1:
                    parent.chmod(parent.stat().st_mode | 0o011)
            self.prefix = ["setpriv", f"--reuid={user}", "--clear-groups", "--"]
        self.run("initdb", "-D", self.data, "-U", "cambio", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()
        self.run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "cambio", "cambio")

    @property
    def data(self):
        return self.folder / "data"

    @property
    def url(self):
        return f"postgres://cambio:none@127.0.0.1:{self.port}/cambio"

    def run(self, program, *arguments):
        subprocess.run(
            [*self.prefix, str(self.programs / program), *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, cwd="/"
        )

    def start(self, *more):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c logging_collector=off" + "".join(
            f" {option}" for option in more
        )
        command = ("pg_ctl", "-D", self.data, "-o", options, "-l", self.folder / "log", "-w", "-t", 180, "start")
        for _ in range(20):
            with contextlib.suppress(subprocess.CalledProcessError):
                return self.run(*command)
            time.sleep(0.1)  # what was killed may hold its shared memory for a moment longer
        return self.run(*command)

    def processes(self):
        """The postmaster and what it started."""
        file = self.data / "postmaster.pid"
        if not file.exists():
            return []
        master = int(file.read_text().split()[0])
        children = pathlib.Path(f"/proc/{master}/task/{master}/children")
        return [master, *map(int, children.read_text().split())] if children.exists() else []

    def kill(self):
        """As a crash would: no checkpoint, nothing flushed that was not acknowledged. Returns when nothing of it runs any more."""
        killed = self.processes()
        self.signal(signal.SIGKILL)
        deadline = time.monotonic() + 60
        while any(map(runs, killed)) and time.monotonic() < deadline:
            time.sleep(0.005)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def signal(self, number):
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def query(self, sql):
        command = [self.programs / "psql", "-h", "127.0.0.1", "-p", self.port, "-U", "cambio", "-d", "cambio", "-Atc", sql]
        return subprocess.check_output([*map(str, command)], text=True, cwd="/").strip()

    def stop(self):
        self.signal(signal.SIGCONT)
        with contextlib.suppress(subprocess.CalledProcessError):
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")


class Redis:
    """A Redis that keeps nothing on disk, and comes back on the same port after it was killed."""

    def __init__(self, folder):
        self.folder = folder
        self.port = processes.free_port()
        self.start()

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}"

    def start(self):
        command = [shutil.which("redis-server"), "--port", self.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = processes.Process("redis", command, self.folder)
        self.process.wait_for(processes.accepts(self.port), "listening Redis", pause=0.02)

    def kill(self):
        self.process.child.kill()
        self.process.child.wait()

    def signal(self, number):
        os.kill(self.process.child.pid, number)

    def stop(self):
        if self.process.child.poll() is None:
            self.signal(signal.SIGCONT)
        self.process.stop()


class Router:
    """A router of the cluster; can be killed and started again with the same data."""

    def __init__(self, folder, name, config, environment=None):
        self.folder = folder
        self.name = name
        self.port = processes.free_port()
        self.admin = processes.free_port()
        self.config = folder / f"{name}.yaml"
        self.config.write_text(
            f"""version: 1
server: {{host: 127.0.0.1, port: {self.port}}}
admin: {{host: 127.0.0.1, port: {self.admin}}}
"""
            + config.replace("@DATA@", str(folder / name))
        )
        self.environment = environment or {}
        self.start()

    def start(self, environment=None):
        self.process = processes.Process(
            self.name,
            [processes.ROOT / "bin/cambio", "serve", "--config", self.config],
            self.folder,
            {"CAMBIO_JAVA_OPTS": "-Xmx512m", **self.environment, **(environment or {})},
        )

    @property
    def ended(self):
        return self.process.child.poll() is not None

    def kill(self):
        self.process.child.kill()
        self.process.child.wait()

    def wait(self):
        ready = processes.answers(f"http://127.0.0.1:{self.admin}/readyz")
        self.process.wait_for(ready, "ready router", pause=0.02)

    def stop(self):
        self.process.stop()


@contextlib.contextmanager
def alone(folder, config):
    """One router with everything embedded, of this configuration (which must not name data, server and admin)."""
    router = Router(folder, "router", 'data: {directory: "@DATA@"}\n' + config)
    try:
        router.wait()
        yield router
    finally:
        router.stop()


@contextlib.contextmanager
def cluster(folder, config, routers=2, environment=None, redis_timeout="50ms"):
    """Redis, PostgreSQL and routers of this configuration (which must not name data, redis, server and admin)."""
    started = []
    # Whoever ends a proof ends what it started, too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        redis = Redis(folder)
        started.append(redis)
        database = folder / "postgres"
        database.mkdir()
        postgres = Postgres(database)
        started.append(postgres)
        shared = f"""data: {{directory: "@DATA@", postgres: {{url: "{postgres.url}"}}}}
redis: {{url: "{redis.url}", replicas: {routers}, timeout: {redis_timeout}}}
"""
        serving = []
        for number in range(routers):
            router = Router(folder, f"router{number + 1}", shared + config, environment)
            started.append(router)
            serving.append(router)
        for router in serving:
            router.wait()
        yield redis, postgres, serving
    finally:
        for process in reversed(started):
            process.stop()
