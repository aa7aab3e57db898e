package cambio.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cambio.spi.DecodeContext;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicNode;

/**
 * What legal answers look like that nobody has seen yet: APIs grow, and their servers differ in
 * what they leave out. Every fixture must say the same with members that are new, with members that
 * are null, and with events that are new.
 */
final class OddUpstreams {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Members whose objects belong to the caller's tools and are passed on as they stand. */
  private static final Set<String> CALLERS = Set.of("input", "args", "arguments");

  private static final String NOVEL = "\"zz_novel\":{\"a\":[1,null,\"t\",{}],\"b\":-1.5e3}";

  private final RecordedDialect dialect;

  private OddUpstreams(RecordedDialect dialect) {
    this.dialect = dialect;
  }

  /** The table for one dialect; binary framings are left out. */
  static List<DynamicNode> of(RecordedDialect dialect) {
    OddUpstreams table = new OddUpstreams(dialect);
    List<DynamicNode> rows = new ArrayList<>();
    for (Fixture fixture : dialect.fixtures()) {
      if (!fixture.mediaType().contains("amazon")) {
        rows.add(
            dynamicContainer(
                fixture.name(),
                List.of(
                    dynamicTest("new members", () -> table.same(fixture, table::novel)),
                    dynamicTest("null members", () -> table.same(fixture, table::nulls)),
                    dynamicTest("new events", () -> table.same(fixture, table::events)))));
      }
    }
    return rows;
  }

  private void same(Fixture fixture, UnaryOperator<String> change) {
    String body = change.apply(new String(fixture.body(), StandardCharsets.UTF_8));
    DecodeContext context =
        new DecodeContext(
            new ResponseHead(200, HeaderFields.of("content-type", fixture.mediaType())),
            Endpoints.unknown().endpoint(),
            fixture.stream());
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    EventLog log = new Feeding(dialect.adapter(), context, bytes).whole();
    assertThat(log.answer())
        .as(body.substring(0, Math.min(body.length(), 300)))
        .isEqualTo(fixture.answer());
  }

  private String novel(String body) {
    return eachObject(body, names -> NOVEL);
  }

  /** Every optional member that an object lacks, as null. */
  private String nulls(String body) {
    return eachObject(
        body,
        names -> {
          List<String> absent = new ArrayList<>();
          for (String name : dialect.optionalMembers()) {
            if (!names.contains(name)) {
              absent.add("\"" + name + "\":null");
            }
          }
          return String.join(",", absent);
        });
  }

  /** An event of a new type before every other. */
  private String events(String body) {
    String event = "event: zz.novel\ndata: {\"type\":\"zz.novel\",\"zz_index\":0}\n\n";
    return body.startsWith("event:") || body.startsWith("data:")
        ? event
            + body.replaceAll(
                "(?m)^(data: [^\\r\\n]*)(\\r?\\n)\\r?\\n(?=event:|data:)", "$1\n\n" + event)
        : body;
  }

  private interface Addition {
    String to(Set<String> names);
  }

  /** Adds members to every object of a body, or of every event of a stream. */
  private static String eachObject(String body, Addition addition) {
    if (body.startsWith("{") || body.startsWith("[")) {
      return inObjects(body, addition);
    }
    StringBuilder out = new StringBuilder();
    for (String line : body.split("(?<=\n)")) {
      boolean whole = line.startsWith("data:") && line.strip().endsWith("}");
      int start = line.indexOf('{');
      out.append(
          whole && isJson(line.substring(start))
              ? line.substring(0, start) + inObjects(line.substring(start), addition)
              : line);
    }
    return out.toString();
  }

  private static boolean isJson(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      while (parser.nextToken() != null) {
        // Only whether all of it can be read counts.
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String inObjects(String json, Addition addition) {
    StringBuilder out = new StringBuilder();
    int copied = 0;
    try (JsonParser parser = FACTORY.createParser(json)) {
      while (parser.nextToken() != null) {
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        if (object && CALLERS.contains(String.valueOf(parser.currentName()))) {
          parser.skipChildren();
        } else if (object) {
          int after = (int) parser.currentTokenLocation().getCharOffset() + 1;
          Set<String> names = new java.util.LinkedHashSet<>();
          Json.parse(objectAt(json, after - 1)).fieldNames().forEachRemaining(names::add);
          String more = addition.to(names);
          out.append(json, copied, after).append(more);
          out.append(names.isEmpty() || more.isEmpty() ? "" : ",");
          copied = after;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.append(json, copied, json.length()).toString();
  }

  private static String objectAt(String json, int start) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json.substring(start))) {
      parser.nextToken();
      parser.skipChildren();
      return json.substring(start, start + (int) parser.currentTokenLocation().getCharOffset() + 1);
    }
  }
}
