"""Two routers that share Redis and one ledger, for proofs about money."""

import contextlib
import hashlib
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import processes  # noqa: E402  (its folder has to be on the path first)


def key_hash(key):
    return hashlib.sha256(key.encode()).hexdigest()


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

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c logging_collector=off"
        self.run("pg_ctl", "-D", self.data, "-o", options, "-l", self.folder / "log", "-w", "start")

    def kill(self):
        """As a crash would: no checkpoint, nothing flushed that was not acknowledged."""
        pid = (self.data / "postmaster.pid").read_text().split()[0]
        subprocess.run(["pkill", "-KILL", "-P", pid], check=False)
        subprocess.run(["kill", "-KILL", pid], check=False)

    def query(self, sql):
        command = [self.programs / "psql", "-h", "127.0.0.1", "-p", self.port, "-U", "cambio", "-d", "cambio", "-Atc", sql]
        return subprocess.check_output([*map(str, command)], text=True, cwd="/").strip()

    def stop(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")


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

    def wait(self):
        self.process.wait_for(processes.answers(f"http://127.0.0.1:{self.admin}/readyz"), "ready router", 120)

    def stop(self):
        self.process.stop()


@contextlib.contextmanager
def cluster(folder, config, routers=2):
    """Redis, PostgreSQL and routers of this configuration (which must not name data, redis, server and admin)."""
    started = []
    try:
        redis = processes.redis(folder)
        started.append(redis)
        database = folder / "postgres"
        database.mkdir()
        postgres = Postgres(database)
        started.append(postgres)
        shared = f"""data: {{directory: "@DATA@", postgres: {{url: "{postgres.url}"}}}}
redis: {{url: "{redis.url}"}}
"""
        serving = []
        for number in range(routers):
            router = Router(folder, f"router{number + 1}", shared + config)
            started.append(router)
            serving.append(router)
            router.wait()
        yield redis, postgres, serving
    finally:
        for process in reversed(started):
            process.stop()
