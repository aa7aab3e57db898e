package cambio.dialect.openai;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.event.FilterReported;
import cambio.spi.event.Opaque;
import cambio.spi.event.SourceFrame;
import cambio.wire.ErrorBody;
import cambio.wire.Frame;
import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import cambio.wire.LogprobsParser;
import cambio.wire.UsageParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses a chunk, or a whole completion, in one pass over its bytes. Notes on the way whether the
 * chunk has exactly the shape of the published API, so that its bytes may be spliced.
 */
final class ChunkParser {

  /** Most choices in one answer. */
  static final int MAX_CHOICES = 128;

  private static final byte[] NOTHING = new byte[0];

  /**
   * Length of an empty text with its quotes: no id or model, but met in chunks that have neither.
   */
  private static final int EMPTY = 2;

  private final Chunk chunk = new Chunk();
  private final UsageParser usage;
  private final DeltaParser delta = new DeltaParser();

  private boolean plain;
  private boolean wholeBody;
  private SourceFrame.@Nullable Patch idPatch;
  private SourceFrame.@Nullable Patch modelPatch;

  /** Id and model as they first stood, with their quotes: they are the same in every chunk. */
  private byte[] idBytes = NOTHING;

  private byte[] modelBytes = NOTHING;

  ChunkParser(boolean hiddenOutput) {
    this.usage = new UsageParser(hiddenOutput);
  }

  /**
   * What the frame says; valid until the next call.
   *
   * @param whole whether it is a whole completion and not a chunk of a stream
   */
  Chunk parse(Frame frame, boolean whole) throws IOException {
    chunk.clear();
    wholeBody = whole;
    plain = true;
    idPatch = null;
    modelPatch = null;
    try (JsonReader json = frame.json()) {
      if (!json.isObject()) {
        throw new FailureException(
            Failure.of(FailureKind.PROTOCOL_ERROR, "The provider sent JSON that is no object."));
      }
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        member(name, json, frame);
      }
      json.requireEnd();
    }
    return chunk;
  }

  /** The parsed frame for splicing; null where its shape is not exactly the published one. */
  @Nullable SourceFrame sourceFrame(Frame frame) {
    SourceFrame.Patch id = idPatch;
    SourceFrame.Patch model = modelPatch;
    if (!plain || id == null || model == null || chunk.size() == 0 || chunk.usage() != null) {
      return null;
    }
    List<SourceFrame.Patch> patches =
        id.start() < model.start() ? List.of(id, model) : List.of(model, id);
    return new SourceFrame(
        OpenAiChatAdapter.DIALECT, frame.bytes(), frame.offset(), frame.length(), patches);
  }

  private void member(String name, JsonReader json, Frame frame) throws IOException {
    switch (name) {
      case "choices" -> choices(json);
      case "id" -> id(json, frame);
      case "model" -> model(json, frame);
      case "object", "created", "system_fingerprint", "service_tier", "obfuscation" -> json.skip();
      case "usage" -> usage(json);
      case "x_groq" -> nestedUsage(json);
      case "error" -> error(json);
      case "citations", "search_results" -> opaque(name, json);
      case "prompt_filter_results", "prompt_annotations" -> promptFilter(json);
      default -> {
        plain = false;
        json.skip();
      }
    }
  }

  private void id(JsonReader json, Frame frame) throws IOException {
    if (!json.isString()) {
      plain = false;
      json.skip();
      return;
    }
    int start = json.start();
    int end = json.end();
    if (end - start == EMPTY) {
      plain = false;
      return;
    }
    plain &= idPatch == null;
    idPatch = new SourceFrame.Patch(SourceFrame.Member.ID, start, end);
    if (idBytes.length == 0) {
      idBytes = copy(frame, start, end);
      chunk.id(json.string());
    } else {
      plain &= same(frame, start, end, idBytes);
    }
  }

  private void model(JsonReader json, Frame frame) throws IOException {
    if (!json.isString()) {
      plain = false;
      json.skip();
      return;
    }
    int start = json.start();
    int end = json.end();
    if (end - start == EMPTY) {
      plain = false;
      return;
    }
    plain &= modelPatch == null;
    modelPatch = new SourceFrame.Patch(SourceFrame.Member.MODEL, start, end);
    if (modelBytes.length == 0) {
      modelBytes = copy(frame, start, end);
      chunk.model(json.string());
    } else {
      plain &= same(frame, start, end, modelBytes);
    }
  }

  private static byte[] copy(Frame frame, int start, int end) {
    return Arrays.copyOfRange(frame.bytes(), frame.offset() + start, frame.offset() + end);
  }

  private static boolean same(Frame frame, int start, int end, byte[] bytes) {
    int from = frame.offset();
    return Arrays.equals(frame.bytes(), from + start, from + end, bytes, 0, bytes.length);
  }

  private void usage(JsonReader json) throws IOException {
    if (json.isObject()) {
      chunk.usage(usage.parse(json));
    } else {
      json.skip();
    }
  }

  private void nestedUsage(JsonReader json) throws IOException {
    plain = false;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("usage")) {
        usage(json);
      } else {
        json.skip();
      }
    }
  }

  private void error(JsonReader json) throws IOException {
    plain = false;
    if (json.isNull()) {
      json.skip();
    } else {
      chunk.error(ErrorBody.of(json));
    }
  }

  private void opaque(String name, JsonReader json) throws IOException {
    plain = false;
    if (json.isArray()) {
      String raw = json.raw();
      String text = new JsonWriter().object().rawMember(name, raw).end().toText();
      chunk.beside().add(new Opaque(OpenAiChatAdapter.DIALECT, text));
    } else {
      json.skip();
    }
  }

  /** One result a prompt; the older name is that of the first versions of Azure's API. */
  private void promptFilter(JsonReader json) throws IOException {
    plain = false;
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        if (isFilter(name)) {
          String results = filter(json);
          if (results != null) {
            chunk.beside().add(new FilterReported(null, results));
          }
        } else {
          json.skip();
        }
      }
    }
  }

  private static boolean isFilter(String member) {
    return member.equals("content_filter_results") || member.equals("content_filter_result");
  }

  /** What a filter found; null where it says nothing. */
  private static @Nullable String filter(JsonReader json) throws IOException {
    if (!json.isObject()) {
      json.skip();
      return null;
    }
    String results = json.raw();
    return results.length() > 2 ? results : null;
  }

  private void choices(JsonReader json) throws IOException {
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      if (chunk.size() == MAX_CHOICES) {
        throw new FailureException(
            Failure.of(FailureKind.PROTOCOL_ERROR, "The provider sent too many choices."));
      }
      choice(json, chunk.addChoice(), chunk.size() - 1);
    }
  }

  /**
   * A choice of a stream says what is new in {@code delta}; a {@code message} beside it repeats all
   * that came before and counts only where there is no delta. In a whole body it is the other way.
   */
  private void choice(JsonReader json, ChoiceDraft draft, int position) throws IOException {
    // Some servers name no index: then alternatives are told apart by their place.
    draft.index(position);
    String other = null;
    boolean said = false;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "index" -> draft.index(Math.max(0, json.integer(position)));
        case "delta", "message" -> {
          if (name.equals("message") == wholeBody) {
            plain &= delta.parse(json, draft);
            said = true;
          } else {
            plain = false;
            other = json.raw();
          }
        }
        case "finish_reason" -> {
          draft.finish(json.scalar());
          String finish = draft.finish();
          plain &= finish == null || FinishReasons.isStandard(finish);
        }
        case "logprobs" -> logprobs(json, draft);
        // As the published API has it on Azure, so a chunk with it may be spliced.
        case "content_filter_results", "content_filter_result" -> {
          String results = filter(json);
          draft.filter(results == null ? draft.filter() : results);
        }
        case "content_filter_offsets" -> json.skip();
        case "native_finish_reason" -> {
          plain = false;
          draft.nativeFinish(json.string());
        }
        case "usage" -> {
          plain = false;
          usage(json);
        }
        default -> {
          plain = false;
          json.skip();
        }
      }
    }
    if (!said && other != null) {
      try (JsonReader instead = JsonReader.of(other)) {
        delta.parse(instead, draft);
      }
    }
  }

  private static void logprobs(JsonReader json, ChoiceDraft draft) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "content" -> LogprobsParser.tokens(json, draft.logprobs());
        case "refusal" -> LogprobsParser.tokens(json, draft.refusalLogprobs());
        default -> json.skip();
      }
    }
  }
}
