package cambio.server.surface.chat;

import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.TokenLogprob;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.ReasoningKind;
import cambio.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One alternative of a whole answer, joined from its deltas. */
final class ChoiceDraft {

  private final StringBuilder content = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final Map<Integer, ReasoningBlock> reasoning = new TreeMap<>();
  private final Map<Integer, Call> calls = new TreeMap<>();
  private final List<String> annotations = new ArrayList<>();
  private final List<TokenLogprob> contentLogprobs = new ArrayList<>();
  private final List<TokenLogprob> refusalLogprobs = new ArrayList<>();
  private final FilterResults filter = new FilterResults();
  private final MediaPieces media = new MediaPieces();
  private @Nullable Finished finished;
  private boolean hasContent;

  private static final class ReasoningBlock {
    private ReasoningKind kind = ReasoningKind.TEXT;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private @Nullable String id;
    private @Nullable String format;

    boolean mustComeBack() {
      return kind == ReasoningKind.ENCRYPTED || !signature.isEmpty();
    }
  }

  private static final class Call {
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
    private @Nullable String signature;
  }

  void content(String text) {
    hasContent = true;
    content.append(text);
  }

  void refusal(String text) {
    refusal.append(text);
  }

  void reasoning(ReasoningDelta delta) {
    ReasoningBlock block = reasoning.computeIfAbsent(delta.index(), index -> new ReasoningBlock());
    block.kind = delta.kind();
    block.text.append(delta.text());
    if (delta.signature() != null) {
      block.signature.append(delta.signature());
    }
    block.id = delta.id() == null ? block.id : delta.id();
    block.format = delta.format() == null ? block.format : delta.format();
  }

  void toolCall(ToolCallDelta delta) {
    Call call = calls.computeIfAbsent(delta.index(), index -> new Call());
    call.id = delta.id() == null ? call.id : delta.id();
    call.name = delta.name() == null ? call.name : delta.name();
    call.arguments.append(delta.arguments());
    call.signature = delta.signature() == null ? call.signature : delta.signature();
  }

  void annotation(AnnotationAdded added) {
    annotations.add(added.json());
  }

  void logprobs(LogprobsReported reported) {
    (reported.refusal() ? refusalLogprobs : contentLogprobs).addAll(reported.tokens());
  }

  void filter(String results) {
    filter.add(results);
  }

  void media(MediaDelta delta) {
    media.add(delta);
  }

  void finish(Finished end) {
    finished = end;
  }

  /** Whether the provider says that this alternative ended in an error. */
  boolean endedInError() {
    return finished != null && finished.reason() == FinishReason.ERROR;
  }

  void write(JsonWriter json, int index, ChatShape shape) {
    json.object().member("index", index).name("message");
    message(json, shape);
    json.name("logprobs");
    if (contentLogprobs.isEmpty() && refusalLogprobs.isEmpty()) {
      json.nullValue();
    } else {
      Logprobs.write(json, orNull(contentLogprobs), orNull(refusalLogprobs));
    }
    shape.finish(json, finished == null ? new Finished(index, FinishReason.STOP, null) : finished);
    filter.write(json);
    json.end();
  }

  private static @Nullable List<TokenLogprob> orNull(List<TokenLogprob> tokens) {
    return tokens.isEmpty() ? null : tokens;
  }

  private void message(JsonWriter json, ChatShape shape) {
    json.object().member("role", "assistant").name("content");
    boolean nothingElse = calls.isEmpty() && refusal.isEmpty();
    if (hasContent || nothingElse) {
      json.value(content.toString());
    } else {
      json.nullValue();
    }
    json.name("refusal");
    if (refusal.isEmpty()) {
      json.nullValue();
    } else {
      json.value(refusal.toString());
    }
    reasoning(json, shape);
    if (!calls.isEmpty()) {
      json.name("tool_calls").array();
      calls.values().forEach(call -> call(json, call));
      json.end();
    }
    media.write(json);
    json.name("annotations").array();
    annotations.forEach(json::raw);
    json.end().end();
  }

  private void reasoning(JsonWriter json, ChatShape shape) {
    if (reasoning.isEmpty() && calls.isEmpty()) {
      return;
    }
    StringBuilder readable = new StringBuilder();
    reasoning.values().stream()
        .filter(block -> block.kind != ReasoningKind.ENCRYPTED)
        .forEach(block -> readable.append(block.text));
    if (!readable.isEmpty()) {
      json.member(shape.reasoningMember(), readable.toString());
    }
    boolean seals = calls.values().stream().anyMatch(call -> call.signature != null);
    boolean blocks =
        !reasoning.isEmpty()
            && (shape.alwaysDetailsReasoning()
                || reasoning.values().stream().anyMatch(ReasoningBlock::mustComeBack));
    if (!seals && !blocks) {
      return;
    }
    json.name("reasoning_details").array();
    reasoning.forEach((index, block) -> block(json, index, block));
    calls.forEach((index, call) -> {
      if (call.signature != null) {
        ReasoningDetails.writeSeal(json, reasoning.size() + index, call.signature, call.id);
      }
    });
    json.end();
  }

  private static void block(JsonWriter json, int index, ReasoningBlock block) {
    String signature = block.signature.isEmpty() ? null : block.signature.toString();
    ReasoningDetails.write(
        json, index, block.kind, block.text.toString(), signature, block.id, block.format);
  }

  private static void call(JsonWriter json, Call call) {
    json.object().member("id", call.id).member("type", "function").name("function").object();
    json.member("name", call.name).member("arguments", call.arguments.toString()).end().end();
  }
}
