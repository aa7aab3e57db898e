package cambio.dialect.gemini;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.testkit.Answer;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Json;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a response says, read from trees of its objects, one after the other. */
final class ExpectedAnswer {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Set<String> IMAGE = Set.of("IMAGE", "2");
  private static final Set<String> AUDIO = Set.of("AUDIO", "4");
  private static final Set<String> BESIDE =
      Set.of(
          "text",
          "thought",
          "thoughtSignature",
          "functionCall",
          "inlineData",
          "fileData",
          "videoMetadata",
          "mediaResolution",
          "partMetadata");

  private final AnswerBuilder answer = new AnswerBuilder();
  private final ObjectNode usage = JsonNodeFactory.instance.objectNode();
  private final Map<Integer, Integer> calls = new HashMap<>();
  private final TreeMap<Integer, String> finishes = new TreeMap<>();
  private final Set<Integer> seen = new HashSet<>();
  private final Set<String> annotations = new HashSet<>();
  private String responseId = "";

  private ExpectedAnswer() {}

  static Answer of(String framing, String body) {
    ExpectedAnswer expected = new ExpectedAnswer();
    boolean stream = !framing.equals("json");
    for (String object : objects(framing, body)) {
      JsonNode node = Json.parse(object);
      boolean blocked = node.path("promptFeedback").has("blockReason");
      if (blocked || node.hasNonNull("error")) {
        return expected.answer.failed(true).build();
      }
      expected.accept(node, rawArguments(object));
    }
    boolean complete = !expected.seen.isEmpty() && expected.finishes.keySet().equals(expected.seen);
    if (!complete) {
      return stream
          ? expected.answer.failed(true).build()
          : new AnswerBuilder().failed(true).build();
    }
    expected.finishes.forEach((choice, reason) ->
        expected
            .answer
            .choice(choice)
            .finish(finish(reason, expected.calls.containsKey(choice)), reason));
    return expected.answer.build();
  }

  private static List<String> objects(String framing, String body) {
    List<String> objects = new ArrayList<>();
    switch (framing) {
      case "sse" -> {
        for (String line : body.split("\r\n|\r|\n")) {
          if (line.startsWith("data:")) {
            objects.add(line.substring(5));
          }
        }
      }
      case "jsonarray" -> objects.addAll(slices(body, ExpectedAnswer::isElement));
      default -> objects.add(body);
    }
    return objects;
  }

  private void accept(JsonNode response, Deque<String> arguments) {
    if (responseId.isEmpty()) {
      responseId = response.path("responseId").asText("");
    }
    int position = 0;
    for (JsonNode candidate : response.path("candidates")) {
      int choice = candidate.path("index").asInt(position++);
      seen.add(choice);
      for (JsonNode part : candidate.path("content").path("parts")) {
        part(choice, part, arguments);
      }
      notes(choice, candidate);
      answer
          .choice(choice)
          .logprobs(candidate.path("logprobsResult").path("chosenCandidates").size());
      if (candidate.hasNonNull("finishReason")) {
        finishes.put(choice, candidate.path("finishReason").asText());
      }
    }
    if (response.path("usageMetadata") instanceof ObjectNode counts) {
      usage.setAll(counts);
      answer.usage(usage());
    }
  }

  private void part(int choice, JsonNode part, Deque<String> arguments) {
    AnswerBuilder.Draft draft = answer.choice(choice);
    String signature = part.path("thoughtSignature").asText("");
    boolean thought = part.path("thought").asBoolean();
    boolean media = part.hasNonNull("inlineData") || part.hasNonNull("fileData");
    boolean says = part.hasNonNull("text") || part.hasNonNull("functionCall") || media;
    boolean other = false;
    for (String name : (Iterable<String>) part::fieldNames) {
      other |= !BESIDE.contains(name);
    }
    if (other && !says || thought && media) {
      return;
    }
    if (part.hasNonNull("functionCall")) {
      JsonNode call = part.path("functionCall");
      int index = calls.merge(choice, 1, Integer::sum) - 1;
      String id = call.path("id").asText("");
      draft.call(
          index,
          id.isEmpty() ? "call_gm_" + responseId + "_" + choice + "_" + index : id,
          call.path("name").asText(),
          call.path("args").isObject() ? arguments.removeFirst() : "{}");
    } else if (thought) {
      draft.reasoning(part.path("text").asText(""));
    } else if (part.hasNonNull("text")) {
      draft.text(part.path("text").asText());
    } else {
      draft.media(part.path("inlineData").path("data").asText("").length());
      draft.media(part.path("fileData").path("fileUri").asText("").length());
    }
    draft.signature(signature);
  }

  private void notes(int choice, JsonNode candidate) {
    JsonNode grounding = candidate.path("groundingMetadata");
    JsonNode chunks = grounding.path("groundingChunks");
    Set<Integer> supported = new HashSet<>();
    for (JsonNode support : grounding.path("groundingSupports")) {
      for (JsonNode index : support.path("groundingChunkIndices")) {
        if (chunks.has(index.asInt())) {
          supported.add(index.asInt());
          annotate(choice, chunks.get(index.asInt()), support.path("segment").path("text"));
        }
      }
    }
    for (int i = 0; i < chunks.size(); i++) {
      if (!supported.contains(i)) {
        annotate(choice, chunks.get(i), null);
      }
    }
    JsonNode citations = candidate.path("citationMetadata");
    for (String name : List.of("citationSources", "citations")) {
      citations.path(name).forEach(source -> annotate(choice, source, null));
    }
  }

  /** Annotations that say the same count once. */
  private void annotate(int choice, JsonNode chunk, @Nullable JsonNode text) {
    String kind = chunk.has("retrievedContext") ? "file" : "url";
    String said =
        kind + chunk.findPath("uri") + chunk.findPath("title") + (text == null ? "" : text);
    if (annotations.add(choice + said)) {
      answer.choice(choice).annotation();
    }
  }

  private static FinishReason finish(String reason, boolean calls) {
    return switch (reason) {
      case "STOP", "1", "FUNCTION_CALL" -> calls ? FinishReason.TOOL_CALL : FinishReason.STOP;
      case "MAX_TOKENS", "2" -> FinishReason.LENGTH;
      case "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION",
          "MODEL_ARMOR",
          // Their numbers, which come where the caller asked for enums as numbers.
          "3",
          "4",
          "7",
          "8",
          "9",
          "11",
          "14",
          "17" ->
          FinishReason.CONTENT_FILTER;
      default -> FinishReason.ERROR;
    };
  }

  private @Nullable Usage usage() {
    boolean counted =
        usage.has("promptTokenCount")
            || usage.has("candidatesTokenCount")
            || usage.has("thoughtsTokenCount");
    if (!counted) {
      return null;
    }
    int input = count("promptTokenCount") + count("toolUsePromptTokenCount");
    int thoughts = count("thoughtsTokenCount");
    int candidates = count("candidatesTokenCount");
    // The provider's own sum says whether thoughts are counted beside the candidates or within.
    boolean within = candidates >= thoughts && count("totalTokenCount") == input + candidates;
    return new Usage(
        input,
        count("cachedContentTokenCount"),
        0,
        0,
        within ? candidates : candidates + thoughts,
        thoughts,
        modality(AUDIO, "promptTokensDetails") + modality(AUDIO, "toolUsePromptTokensDetails"),
        modality(AUDIO, "candidatesTokensDetails"),
        modality(IMAGE, "promptTokensDetails") + modality(IMAGE, "toolUsePromptTokensDetails"),
        modality(IMAGE, "candidatesTokensDetails"),
        0,
        0);
  }

  private int count(String name) {
    return usage.path(name).asInt();
  }

  private int modality(Set<String> names, String member) {
    int sum = 0;
    for (JsonNode detail : usage.path(member)) {
      boolean meant = names.contains(detail.path("modality").asText());
      sum += meant ? detail.path("tokenCount").asInt() : 0;
    }
    return sum;
  }

  /** The arguments of all calls, as they were written. */
  private static Deque<String> rawArguments(String object) {
    return new ArrayDeque<>(slices(object, ExpectedAnswer::isArguments));
  }

  private static boolean isArguments(JsonParser parser) {
    var context = parser.getParsingContext();
    var outer = parser.currentToken() == JsonToken.START_OBJECT ? context.getParent() : context;
    return outer != null
        && "args".equals(outer.getCurrentName())
        && outer.getParent() != null
        && "functionCall".equals(outer.getParent().getCurrentName());
  }

  private static boolean isElement(JsonParser parser) {
    var context = parser.getParsingContext().getParent();
    return context != null && context.inArray() && context.getParent().inRoot();
  }

  private interface Wanted {
    boolean test(JsonParser parser) throws IOException;
  }

  /** The source texts of the objects that are wanted. */
  private static List<String> slices(String json, Wanted wanted) {
    List<String> slices = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.START_OBJECT && wanted.test(parser)) {
          int start = (int) parser.currentTokenLocation().getCharOffset();
          parser.skipChildren();
          int end = (int) parser.currentTokenLocation().getCharOffset() + 1;
          slices.add(json.substring(start, end));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return slices;
  }
}
