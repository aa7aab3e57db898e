"""specifications.py FOLDER FILE: holds the request bodies in FILE, by dialect, against the published specifications."""

import functools
import json
import pathlib
import sys

import jsonschema
import yaml


@functools.cache
def chat(folder):
    document = yaml.load((folder / "openai/openapi.yaml").read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    schema = {"$ref": "#/components/schemas/CreateChatCompletionRequest", "components": document["components"]}
    return jsonschema.Draft202012Validator(schema)


def openai(folder, body):
    return [error.message for error in chat(folder).iter_errors(body)]


def anthropic(folder, body):
    schema = json.loads((folder / "anthropic/MessageCreateParams.schema.json").read_text())
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(body)]


def bedrock(folder, body):
    shapes = json.loads((folder / "bedrock/bedrock-runtime.service-2.json").read_text())["shapes"]
    request = dict(shapes["ConverseRequest"])
    # The model is in the path.
    request["required"] = [name for name in request.get("required", []) if name != "modelId"]
    return list(wrong(shapes, request, body, "$"))


KINDS = {"string": str, "integer": int, "long": int, "float": (int, float), "double": (int, float), "boolean": bool}


def wrong(shapes, shape, value, path):
    """What an AWS service model says against a value."""
    kind = shape["type"]
    if kind == "structure" and not shape.get("document"):
        for name in shape.get("required", []):
            if name not in value:
                yield f"{path}.{name}: missing"
        if shape.get("union") and len(value) != 1:
            yield f"{path}: {len(value)} members of a union"
        for name, member in value.items():
            if name not in shape["members"]:
                yield f"{path}.{name}: unknown"
            else:
                yield from wrong(shapes, shapes[shape["members"][name]["shape"]], member, f"{path}.{name}")
    elif kind == "list":
        for at, member in enumerate(value):
            yield from wrong(shapes, shapes[shape["member"]["shape"]], member, f"{path}[{at}]")
    elif kind == "map":
        for name, member in value.items():
            yield from wrong(shapes, shapes[shape["value"]["shape"]], member, f"{path}.{name}")
    elif kind in KINDS:
        if not isinstance(value, KINDS[kind]):
            yield f"{path}: {value!r} is no {kind}"
        if "enum" in shape and value not in shape["enum"]:
            yield f"{path}: {value!r} is none of {shape['enum']}"


DIALECTS = {"openai": openai, "azure": openai, "anthropic": anthropic, "bedrock": bedrock}


def main(folder, file):
    bodies = json.loads(pathlib.Path(file).read_text())
    faults = [
        f"{dialect}: {fault}"
        for dialect, several in bodies.items()
        for body in several
        for fault in DIALECTS[dialect](pathlib.Path(folder), body)
    ]
    print("\n".join(faults))
    return 1 if faults or not all(bodies.values()) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
