package cambio.dialect.gemini;

import cambio.spi.request.AudioOutput;
import cambio.spi.request.Modality;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import cambio.spi.request.SamplingOptions;
import cambio.testkit.Members;
import cambio.testkit.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code generationConfig} of a recorded request. */
final class RecordedConfig {

  private final Members config;
  private final Map<String, String> options;

  RecordedConfig(@Nullable Members config, Map<String, String> options) {
    this.config =
        config == null
            ? Members.of("$.generationConfig", JsonNodeFactory.instance.objectNode())
            : config;
    this.options = options;
  }

  void requireAllRead() {
    // Members that no canonical request has: a catalogue or configuration says them.
    for (String name : List.copyOf(config.unread())) {
      String raw = config.raw(name);
      if (raw != null) {
        options.put("config." + name, raw);
      }
    }
    config.requireAllRead();
  }

  OutputOptions output() {
    List<String> stop = config.list("stopSequences").stream().map(JsonNode::asText).toList();
    List<Modality> modalities =
        config.list("responseModalities").stream()
            .map(node -> Modality.valueOf(node.asText().toUpperCase(java.util.Locale.ROOT)))
            .toList();
    return new OutputOptions(
        config.integer("maxOutputTokens"),
        stop,
        config.integer("candidateCount"),
        format(),
        config.bool("responseLogprobs"),
        config.integer("logprobs"),
        modalities,
        audio(),
        null,
        null);
  }

  private @Nullable AudioOutput audio() {
    JsonNode speech = config.peek("speechConfig");
    if (speech.isMissingNode()) {
      return null;
    }
    JsonNode voice = speech.at("/voiceConfig/prebuiltVoiceConfig/voiceName");
    if (speech.size() != 1 || !voice.isTextual()) {
      options.put("config.speechConfig", config.raw("speechConfig"));
      return null;
    }
    config.any("speechConfig");
    return new AudioOutput(voice.asText(), "wav");
  }

  private @Nullable OutputFormat format() {
    String type = config.text("responseMimeType");
    JsonNode subset = config.any("responseSchema");
    String json = config.raw("responseJsonSchema");
    if (type != null && !type.equals("application/json") && !type.equals("text/plain")) {
      ObjectNode members = JsonNodeFactory.instance.objectNode();
      members.put("responseMimeType", type);
      if (subset != null) {
        members.set("responseSchema", subset);
      }
      return new OutputFormat.Opaque(GeminiAdapter.DIALECT, members.toString());
    }
    if (subset != null) {
      options.put("output_schema", "subset");
      json = RecordedTools.jsonSchema(subset).toString();
    }
    if (json != null) {
      return new OutputFormat.JsonSchema("answer", null, json, null);
    }
    return type == null
        ? null
        : type.equals("text/plain") ? new OutputFormat.Text() : new OutputFormat.JsonObject();
  }

  SamplingOptions sampling() {
    return new SamplingOptions(
        config.decimal("temperature"),
        config.decimal("topP"),
        config.integer("topK"),
        null,
        null,
        config.decimal("frequencyPenalty"),
        config.decimal("presencePenalty"),
        null,
        config.number("seed"),
        Map.of());
  }

  @Nullable ReasoningOptions reasoning() {
    JsonNode said = config.peek("thinkingConfig");
    boolean known = true;
    for (String name : (Iterable<String>) said::fieldNames) {
      known &= Set.of("includeThoughts", "thinkingBudget", "thinkingLevel").contains(name);
    }
    if (!known) {
      return null; // A wish that is new is a fixed member, like others of its kind.
    }
    Members thinking = config.object("thinkingConfig");
    if (thinking == null) {
      return null;
    }
    boolean hidden = !Boolean.TRUE.equals(thinking.bool("includeThoughts"));
    Integer budget = thinking.integer("thinkingBudget");
    String level = thinking.text("thinkingLevel");
    thinking.requireAllRead();
    if (budget != null && level != null) {
      throw new UnreadableRequest(thinking.path(), "both a budget and a level");
    }
    if (level != null) {
      options.put("reasoning", "level");
      options.put("levels", "minimal,low,medium,high");
      return new ReasoningOptions(
          ReasoningEffort.valueOf(level.toUpperCase(java.util.Locale.ROOT)),
          null,
          null,
          hidden,
          null);
    }
    if (budget != null && budget > 0) {
      options.put("most_budget", String.valueOf(Math.max(budget, 24_576)));
      return new ReasoningOptions(null, budget, null, hidden, null);
    }
    Boolean enabled = budget == null ? null : Boolean.valueOf(budget != 0);
    return new ReasoningOptions(null, null, enabled, hidden, null);
  }
}
