"""Serves tiny-chat.gguf with llama.cpp's own HTTP server, in the OpenAI dialect, on loopback.

    python serve.py [PORT]

Prints the base URL once it listens. Needs the package xllamacpp. Ends with its parent.
"""

import ctypes
import os
import pathlib
import signal
import socket
import sys

try:
    import xllamacpp
except ImportError as missing:
    hint = " (Debian: apt-get install libgomp1)" if "libgomp" in str(missing) else ""
    sys.exit(f"xllamacpp cannot be loaded: {missing}{hint}")

MODEL = pathlib.Path(__file__).with_name("tiny-chat.gguf")


def die_with_parent() -> None:
    """Linux only: a router that is killed must not leave its model running."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    except (AttributeError, OSError):
        pass


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> None:
    die_with_parent()
    port = int(sys.argv[1]) if len(sys.argv) > 1 else free_port()
    params = xllamacpp.CommonParams()
    params.model.path = str(MODEL)
    params.model_alias = {"cambio/tiny-chat"}
    params.n_ctx, params.n_parallel = 4096, 4
    # So small a model is slower on several threads, which would only wait for each other.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.hostnames, params.port = ["127.0.0.1"], port
    server = xllamacpp.Server(params)
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: os._exit(0))
    print(server.listening_address.rstrip("/"), flush=True)
    while True:
        signal.pause()


if __name__ == "__main__":
    main()
