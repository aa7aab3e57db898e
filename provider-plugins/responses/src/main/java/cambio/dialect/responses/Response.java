package cambio.dialect.responses;

import cambio.spi.event.FilterReported;
import cambio.spi.event.Usage;
import cambio.wire.ErrorBody;
import cambio.wire.JsonReader;
import cambio.wire.UsageParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response object: a whole body, or what an event says of the response so far.
 *
 * @param status {@code completed}, {@code incomplete}, {@code failed}, …; empty where it is absent
 * @param reason why it is incomplete
 * @param output the items so far; null where there is no such list
 * @param filters what a content filter found
 */
record Response(
    @Nullable String id,
    @Nullable String model,
    String status,
    @Nullable String reason,
    @Nullable List<Item> output,
    List<FilterReported> filters,
    @Nullable Usage usage,
    @Nullable ErrorBody error) {

  /** Reads the response in this slice. */
  static Response read(byte[] bytes, int offset, int length, UsageParser usage) throws IOException {
    String id = null;
    String model = null;
    String status = "";
    String reason = null;
    List<Item> output = null;
    List<FilterReported> filters = List.of();
    Usage counted = null;
    ErrorBody error = null;
    try (JsonReader json = JsonReader.of(bytes, offset, length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "id" -> id = json.string();
          case "model" -> model = json.string();
          case "status" -> {
            String said = json.string();
            status = said == null ? "" : said;
          }
          case "incomplete_details" -> reason = reason(json);
          case "output" -> output = json.isArray() ? items(json, bytes, offset) : skipped(json);
          case "content_filters" -> filters = FilterReports.read(json);
          case "usage" -> counted = json.isObject() ? usage.parse(json) : skipped(json);
          case "error" -> error = json.isNull() ? null : ErrorBody.of(json);
          default -> json.skip();
        }
      }
      json.requireEnd();
    }
    return new Response(id, model, status, reason, output, filters, counted, error);
  }

  private static @Nullable String reason(JsonReader json) throws IOException {
    String reason = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("reason")) {
        reason = json.string();
      } else {
        json.skip();
      }
    }
    return reason;
  }

  private static List<Item> items(JsonReader json, byte[] bytes, int offset) throws IOException {
    List<Item> items = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      int start = json.start();
      int end = json.end();
      items.add(Item.read(bytes, offset + start, end - start));
    }
    return items;
  }

  private static <T> @Nullable T skipped(JsonReader json) throws IOException {
    json.skip();
    return null;
  }
}
