package cambio.server.surface.chat;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSummary;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FilterReported;
import cambio.spi.event.Finished;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.ReasoningKind;
import cambio.wire.JsonText;
import cambio.wire.JsonWriter;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the chunks of one streamed answer. What is the same in each is written once; a chunk of
 * text, which is nearly every chunk, is then three concatenations.
 */
final class ChunkRenderer {

  private final ChatShape shape;
  private final String opening;
  private final String closing;
  private final BitSet begun = new BitSet();
  private final Map<Integer, Map<Integer, String>> callIds = new HashMap<>();

  ChunkRenderer(ChatShape shape, AnswerHead head) {
    this.shape = shape;
    this.opening = opening(shape, head);
    this.closing = ",\"finish_reason\":null" + shape.unfinished() + "}]}";
  }

  /** A chunk up to its choices: {@code {"id":…,"object":…,"created":…,"model":…,}. */
  static String opening(ChatShape shape, AnswerHead head) {
    return "{\"id\":"
        + JsonText.quote(head.generationId())
        + ",\"object\":\"chat.completion.chunk\",\"created\":"
        + head.createdAtEpochSecond()
        + ",\"model\":"
        + JsonText.quote(head.model())
        + ","
        + shape.identity(head);
  }

  /** Whether the choice has had its first delta, which names the role. */
  boolean begun(int choice) {
    return begun.get(choice);
  }

  /** The chunk that only names the role. */
  String role(int choice) {
    return chunk(choice, roleMember(choice) + "\"content\":\"\"");
  }

  String content(ContentDelta delta) {
    String role = roleMember(delta.choice());
    return chunk(delta.choice(), role + "\"content\":" + JsonText.quote(delta.text()));
  }

  String refusal(RefusalDelta delta) {
    String role = roleMember(delta.choice());
    return chunk(delta.choice(), role + "\"refusal\":" + JsonText.quote(delta.text()));
  }

  String reasoning(ReasoningDelta delta) {
    JsonWriter json = open();
    if (delta.kind() != ReasoningKind.ENCRYPTED && !delta.text().isEmpty()) {
      json.member(shape.reasoningMember(), delta.text());
    }
    if (shape.alwaysDetailsReasoning() || mustComeBack(delta)) {
      json.name("reasoning_details").array();
      ReasoningDetails.write(
          json,
          delta.index(),
          delta.kind(),
          delta.text(),
          delta.signature(),
          delta.id(),
          delta.format());
      json.end();
    }
    return chunk(delta.choice(), json);
  }

  String toolCall(ToolCallDelta delta) {
    JsonWriter json = open();
    json.name("tool_calls").array().object().member("index", delta.index());
    if (delta.id() != null || delta.name() != null) {
      json.member("id", delta.id()).member("type", "function");
    }
    json.name("function").object().member("name", delta.name());
    json.member("arguments", delta.arguments()).end().end().end();
    String id = callId(delta);
    if (delta.signature() != null) {
      json.name("reasoning_details").array();
      ReasoningDetails.writeSeal(json, delta.index(), delta.signature(), id);
      json.end();
    }
    return chunk(delta.choice(), json);
  }

  String annotation(AnnotationAdded added) {
    JsonWriter json = open();
    json.name("annotations").array().raw(added.json()).end();
    return chunk(added.choice(), json);
  }

  String audio(MediaDelta delta) {
    JsonWriter json = open();
    MediaPieces.writeAudio(json, delta);
    return chunk(delta.choice(), json);
  }

  String images(int choice, MediaPieces pieces) {
    JsonWriter json = open();
    pieces.write(json);
    return chunk(choice, json);
  }

  String logprobs(LogprobsReported reported) {
    JsonWriter json = open();
    Logprobs.write(
        json.end().name("logprobs"),
        reported.refusal() ? null : reported.tokens(),
        reported.refusal() ? reported.tokens() : null);
    // The delta stays empty: the tokens that these belong to have been sent.
    String members = json.end().toText();
    String delta = members.substring("{\"delta\":{}".length(), members.length() - 1);
    return opening + choice(reported.choice()) + "{}" + delta + closing;
  }

  /** As Azure tells it: of the prompt without a choice, of a choice with an empty delta. */
  String filter(FilterReported report) {
    Integer looked = report.choice();
    if (looked == null) {
      JsonWriter json = new JsonWriter().object();
      FilterResults.writePrompts(json, List.of(report.results()));
      String members = json.end().toText();
      return opening + "\"choices\":[]," + members.substring(1);
    }
    String results =
        ",\"content_filter_results\":" + JsonText.escapeLoneSurrogates(report.results());
    return opening + choice(looked) + "{}" + results + closing;
  }

  /** The chunk that ends a choice. */
  String finish(Finished finished) {
    String role = roleMember(finished.choice());
    String delta = role.isEmpty() ? "{}" : "{" + role + "\"content\":\"\"}";
    return opening + choice(finished.choice()) + delta + "," + finishMembers(finished) + "}]}";
  }

  /**
   * The chunk that holds usage.
   *
   * @param last the choice that it repeats, where the shape repeats one
   * @param metadata what else stands in the last chunk, as members with a comma before each
   */
  String usage(AnswerSummary summary, @Nullable Finished last, String metadata) {
    String choices = "";
    if (shape.usageRepeatsChoice() && last != null) {
      choices =
          "{\"index\":"
              + last.choice()
              + ",\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
              + finishMembers(last)
              + "}";
    }
    JsonWriter usage = new JsonWriter();
    shape.usage(usage, summary);
    return opening + "\"choices\":[" + choices + "],\"usage\":" + usage.toText() + metadata + "}";
  }

  private String finishMembers(Finished finished) {
    JsonWriter json = new JsonWriter().object();
    shape.finish(json, finished);
    String text = json.end().toText();
    return text.substring(1, text.length() - 1);
  }

  private String roleMember(int choice) {
    if (begun.get(choice)) {
      return "";
    }
    begun.set(choice);
    return "\"role\":\"assistant\",";
  }

  private static JsonWriter open() {
    return new JsonWriter().object().name("delta").object();
  }

  private String chunk(int choice, JsonWriter json) {
    String text = json.end().end().toText();
    String delta = text.substring("{\"delta\":{".length(), text.length() - 2);
    String role = roleMember(choice);
    return chunk(choice, role.isEmpty() ? delta : role + "\"content\":\"\"," + delta);
  }

  private String chunk(int choice, String delta) {
    return opening + choice(choice) + "{" + delta + "}" + closing;
  }

  private static String choice(int choice) {
    return "\"choices\":[{\"index\":" + choice + ",\"delta\":";
  }

  private static boolean mustComeBack(ReasoningDelta delta) {
    return delta.kind() == ReasoningKind.ENCRYPTED || delta.signature() != null;
  }

  /** The id of the call that a delta continues; it came with the call's first delta. */
  private @Nullable String callId(ToolCallDelta delta) {
    Map<Integer, String> ids = callIds.computeIfAbsent(delta.choice(), choice -> new HashMap<>());
    if (delta.id() != null) {
      ids.put(delta.index(), delta.id());
    }
    return ids.get(delta.index());
  }
}
