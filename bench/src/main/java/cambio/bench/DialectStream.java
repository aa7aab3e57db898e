package cambio.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A stream of one dialect as a provider sends it, made up: the same short words over and over.
 *
 * @param mediaType of the response
 * @param preamble what comes before the first word
 * @param chunk one word, as it comes from the network
 * @param end from the last word on
 */
record DialectStream(String mediaType, byte[] preamble, byte[] chunk, byte[] end) {

  /** Bytes of a stream with this many words. */
  long length(int words) {
    return preamble.length + (long) words * chunk.length + end.length;
  }

  private static final String SSE = "text/event-stream";

  /** The stream of a dialect. */
  static DialectStream of(String dialect) {
    return switch (dialect) {
      case "openai-chat" -> openAi();
      case "anthropic-messages" -> anthropic();
      case "gemini" -> gemini();
      case "bedrock-converse" -> bedrock();
      case "cohere-v2" -> cohere();
      case "openai-responses" -> responses();
      default -> throw new IllegalArgumentException("dialect: " + dialect + " has no stream here");
    };
  }

  private static DialectStream openAi() {
    return new DialectStream(
        SSE,
        openAi("{\"role\":\"assistant\",\"content\":\"\"}", "null", ""),
        openAi("{\"content\":\" word\"}", "null", ""),
        openAi("{}", "\"stop\"", "data: [DONE]\n\n"));
  }

  private static byte[] openAi(String delta, String finish, String after) {
    return bytes(
        data(
                """
                {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,\
                "model":"bench","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}\
                """
                    .formatted(delta, finish))
            + after);
  }

  private static DialectStream anthropic() {
    return new DialectStream(
        SSE,
        bytes(
            named(
                    """
                    {"type":"message_start","message":{"id":"msg_1","type":"message",\
                    "role":"assistant","model":"m","content":[],\
                    "usage":{"input_tokens":20,"output_tokens":1}}}\
                    """)
                + named(
                    """
                    {"type":"content_block_start","index":0,\
                    "content_block":{"type":"text","text":""}}\
                    """)),
        bytes(
            named(
                """
                {"type":"content_block_delta","index":0,\
                "delta":{"type":"text_delta","text":" word"}}\
                """)),
        bytes(
            named("{\"type\":\"content_block_stop\",\"index\":0}")
                + named(
                    """
                    {"type":"message_delta","delta":{"stop_reason":"end_turn"},\
                    "usage":{"output_tokens":1000}}\
                    """)
                + named("{\"type\":\"message_stop\"}")));
  }

  private static DialectStream gemini() {
    String chunk =
        """
        {"candidates":[{"content":{"parts":[{"text":" word"}],"role":"model"}%s,"index":0}],\
        "usageMetadata":{"promptTokenCount":20,"candidatesTokenCount":%d,"totalTokenCount":%d},\
        "modelVersion":"bench","responseId":"bench"}\
        """;
    String going = data(chunk.formatted("", 3, 23));
    return new DialectStream(
        SSE,
        bytes(going),
        bytes(going),
        bytes(data(chunk.formatted(",\"finishReason\":\"STOP\"", 1000, 1020))));
  }

  private static DialectStream bedrock() {
    return new DialectStream(
        "application/vnd.amazon.eventstream",
        message("messageStart", "{\"role\":\"assistant\"}"),
        message("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\" word\"}}"),
        joined(
            message("contentBlockStop", "{\"contentBlockIndex\":0}"),
            message("messageStop", "{\"stopReason\":\"end_turn\"}"),
            message(
                "metadata",
                """
                {"metrics":{"latencyMs":500},"usage":{"inputTokens":20,"outputTokens":1000,\
                "totalTokens":1020}}\
                """)));
  }

  private static DialectStream cohere() {
    return new DialectStream(
        SSE,
        bytes(
            named(
                    """
                    {"id":"bench","type":"message-start","delta":{"message":{"role":"assistant",\
                    "content":[],"tool_plan":"","tool_calls":[],"citations":[]}}}\
                    """)
                + named(
                    """
                    {"type":"content-start","index":0,\
                    "delta":{"message":{"content":{"type":"text","text":""}}}}\
                    """)),
        bytes(
            named(
                """
                {"type":"content-delta","index":0,\
                "delta":{"message":{"content":{"text":" word"}}}}\
                """)),
        bytes(
            named("{\"type\":\"content-end\",\"index\":0}")
                + named(
                    """
                    {"type":"message-end","delta":{"finish_reason":"COMPLETE",\
                    "usage":{"tokens":{"input_tokens":20,"output_tokens":1000}}}}\
                    """)));
  }

  private static DialectStream responses() {
    String response =
        "\"response\":{\"id\":\"resp_bench\",\"object\":\"response\",\"model\":\"bench\",";
    String item = "\"item_id\":\"msg_bench\",\"output_index\":0,\"content_index\":0,";
    return new DialectStream(
        SSE,
        bytes(
            named(
                    "{\"type\":\"response.created\","
                        + response
                        + "\"status\":\"in_progress\",\"output\":[]}}")
                + named(
                    """
                    {"type":"response.output_item.added","output_index":0,"item":\
                    {"id":"msg_bench","type":"message","role":"assistant",\
                    "status":"in_progress","content":[]}}\
                    """)),
        bytes(named("{\"type\":\"response.output_text.delta\"," + item + "\"delta\":\" word\"}")),
        bytes(
            named(
                "{\"type\":\"response.completed\","
                    + response
                    + """
                    "status":"completed","output":[],"usage":{"input_tokens":20,\
                    "output_tokens":1000,"total_tokens":1020}}}\
                    """)));
  }

  private static String data(String json) {
    return "data: " + json + "\n\n";
  }

  /** An event with its name, which is the payload's type. */
  private static String named(String json) {
    int type = json.indexOf("\"type\":\"") + 8;
    return "event: " + json.substring(type, json.indexOf('"', type)) + "\n" + data(json);
  }

  /** A message of AWS's binary event stream, with both checksums. */
  private static byte[] message(String event, String json) {
    byte[] headers =
        joined(
            header(":event-type", event),
            header(":content-type", "application/json"),
            header(":message-type", "event"));
    byte[] payload = bytes(json);
    int length = 12 + headers.length + payload.length + 4;
    ByteBuffer message = ByteBuffer.allocate(length).putInt(length).putInt(headers.length);
    message.putInt(checksum(message.array(), 8)).put(headers).put(payload);
    message.putInt(checksum(message.array(), length - 4));
    return message.array();
  }

  private static byte[] header(String name, String value) {
    ByteBuffer header = ByteBuffer.allocate(4 + name.length() + value.length());
    header.put((byte) name.length()).put(bytes(name)).put((byte) 7);
    return header.putShort((short) value.length()).put(bytes(value)).array();
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
