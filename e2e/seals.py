"""The seals over reasoning that real providers give and aimock leaves out, put into its answers as they are documented."""

import json
import struct
import zlib

SEAL = "c2VhbGVkIGJ5IHRoZSBwcm92aWRlcg=="


def gemini(answer):
    """A thought signature on the first function call that follows thoughts."""
    for candidate in answer.get("candidates", []):
        for part in candidate["content"]["parts"]:
            if "functionCall" in part:
                part["thoughtSignature"] = SEAL
                break
    return answer


def gemini_stream(content):
    lines = content.decode().split("\n")
    return "\n".join("data: " + json.dumps(gemini(json.loads(line[6:]))) if line.startswith("data: {") else line for line in lines).encode()


def bedrock(answer):
    for block in answer["output"]["message"]["content"]:
        if "reasoningContent" in block:
            block["reasoningContent"]["reasoningText"]["signature"] = SEAL
    return answer


def frames(content):
    """(headers, payload) of each message of an event stream, whose checksums are the router's to verify."""
    at = 0
    while at < len(content):
        total, headers = struct.unpack_from(">II", content, at)
        yield content[at + 12 : at + 12 + headers], content[at + 12 + headers : at + total - 4]
        at += total


def frame(headers, payload):
    prelude = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    prelude += struct.pack(">I", zlib.crc32(prelude))
    body = prelude + headers + payload
    return body + struct.pack(">I", zlib.crc32(body))


def bedrock_stream(content):
    """The seal as a last delta of the reasoning block."""
    out, last = b"", None
    for headers, payload in frames(content):
        told = json.loads(payload)
        if last is not None and "reasoningContent" not in told.get("delta", {}):
            index = json.loads(last[1])["contentBlockIndex"]
            out += frame(last[0], json.dumps({"contentBlockIndex": index, "delta": {"reasoningContent": {"signature": SEAL}}}).encode())
            last = None
        if "reasoningContent" in told.get("delta", {}):
            last = headers, payload
        out += frame(headers, payload)
    return out


def sealed(path, content):
    """What aimock answered, sealed where it thought before it called."""
    if b"thought" in content and path.endswith(":generateContent"):
        return json.dumps(gemini(json.loads(content))).encode()
    if b"thought" in content and ":streamGenerateContent" in path:
        return gemini_stream(content)
    if b"reasoningContent" in content and path.endswith("/converse"):
        return json.dumps(bedrock(json.loads(content))).encode()
    if b"reasoningContent" in content and path.endswith("/converse-stream"):
        return bedrock_stream(content)
    return content
