"""Asks a question and prints the answer as it comes.

    CAMBIO_KEY=... .tools/sdk/bin/python clients/python/examples/stream.py [--unary] [QUESTION]

CAMBIO_GRPC is the router's or Envoy's host:port (127.0.0.1:8080), CAMBIO_MODEL the model.
"""

import argparse
import os
import pathlib
import sys

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "src"))

from cambio.v1 import completion_pb2, completion_pb2_grpc, content_pb2, generation_spec_pb2, message_pb2  # noqa: E402


def spec(question):
    return generation_spec_pb2.GenerationSpec(
        model=os.environ.get("CAMBIO_MODEL", "cambio/tiny-chat"),
        messages=[
            message_pb2.Message(
                role=message_pb2.ROLE_USER, content=[content_pb2.ContentPart(text=question)]
            )
        ],
        max_output_tokens=64,
    )


def summary(model, provider, usage):
    cost = f"{usage.cost.total_usd} USD" if usage.HasField("cost") else "unknown"
    print(f"\n\nmodel {model}, provider {provider}, tokens {usage.input_tokens} + {usage.output_tokens}, cost {cost}")


def unary(stub, metadata, question):
    answer = stub.Complete(completion_pb2.CompleteRequest(generation=spec(question)), metadata=metadata)
    print("".join(part.text for part in answer.choices[0].message.content), end="")
    summary(answer.model, answer.provider, answer.usage)


def stream(stub, metadata, question):
    started = usage = None
    request = completion_pb2.StreamCompleteRequest(generation=spec(question))
    for event in stub.StreamComplete(request, metadata=metadata):
        kind = event.WhichOneof("event")
        if kind == "started":
            started = event.started
        elif kind == "content_delta":
            print(event.content_delta.text, end="", flush=True)
        elif kind == "usage":
            usage = event.usage
    summary(started.model, started.provider, usage)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--unary", action="store_true", help="wait for the whole answer")
    arguments.add_argument("question", nargs="?", default="Hello, who are you?")
    asked = arguments.parse_args()
    metadata = [("authorization", "Bearer " + os.environ.get("CAMBIO_KEY", ""))]
    with grpc.insecure_channel(os.environ.get("CAMBIO_GRPC", "127.0.0.1:8080")) as channel:
        stub = completion_pb2_grpc.CompletionServiceStub(channel)
        try:
            (unary if asked.unary else stream)(stub, metadata, asked.question)
        except grpc.RpcError as error:
            sys.exit(f"\n{error.code().name}: {error.details()}")


if __name__ == "__main__":
    main()
