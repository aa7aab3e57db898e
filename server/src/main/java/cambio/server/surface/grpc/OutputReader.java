package cambio.server.surface.grpc;

import static cambio.server.surface.grpc.ContentReader.emptyToNull;

import cambio.spi.request.AudioOutput;
import cambio.spi.request.Modality;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.v1.GenerationSpec;
import cambio.v1.JsonSchemaFormat;
import cambio.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the answer is to look like. */
final class OutputReader {

  private static final int MOST_STOPS = 4;
  private static final int MOST_CHOICES = 128;
  private static final int MOST_LOGPROBS = 20;

  private final Violations violations;
  private final Adjustments adjustments;

  OutputReader(Violations violations, Adjustments adjustments) {
    this.violations = violations;
    this.adjustments = adjustments;
  }

  OutputOptions output(GenerationSpec spec) {
    if (spec.hasImage()) {
      adjustments.dropped(
          "image", "The looks of generated pictures are not sent to providers yet.");
    }
    List<Modality> modalities = modalities(spec);
    return new OutputOptions(
        violations.integer(
            spec.hasMaxOutputTokens(),
            "max_output_tokens",
            spec.getMaxOutputTokens(),
            1,
            Integer.MAX_VALUE),
        stop(spec),
        violations.integer(spec.hasN(), "n", spec.getN(), 1, MOST_CHOICES),
        spec.hasOutputFormat() ? format(spec.getOutputFormat()) : null,
        spec.getLogprobs() ? Boolean.TRUE : null,
        topLogprobs(spec),
        modalities,
        audio(spec, modalities),
        verbosity(spec),
        spec.hasPrediction() ? prediction(spec.getPrediction().getText()) : null);
  }

  private List<String> stop(GenerationSpec spec) {
    violations.require(
        spec.getStopCount() <= MOST_STOPS,
        "stop",
        spec.getStopCount() + " strings (expected: at most " + MOST_STOPS + ")");
    for (int i = 0; i < spec.getStopCount(); i++) {
      violations.require(
          !spec.getStop(i).isEmpty(), "stop[" + i + "]", "empty (expected: a text to stop at)");
    }
    return spec.getStopList();
  }

  private @Nullable Integer topLogprobs(GenerationSpec spec) {
    violations.require(
        !spec.hasTopLogprobs() || spec.getTopLogprobs() == 0 || spec.getLogprobs(),
        "top_logprobs",
        "set without logprobs (expected: logprobs true beside it)");
    return violations.integer(
        spec.hasTopLogprobs(), "top_logprobs", spec.getTopLogprobs(), 0, MOST_LOGPROBS);
  }

  private @Nullable OutputFormat format(cambio.v1.OutputFormat format) {
    return switch (format.getFormatCase()) {
      case TEXT -> new OutputFormat.Text();
      case JSON_OBJECT -> new OutputFormat.JsonObject();
      case JSON_SCHEMA -> schema("output_format.json_schema", format.getJsonSchema());
      case GRAMMAR -> {
        violations.add(
            "output_format.grammar",
            "not available in this version; a provider that takes grammars can be reached with"
                + " extras");
        yield null;
      }
      case FORMAT_NOT_SET -> {
        violations.add("output_format", "empty (expected: one of text, json_object, json_schema)");
        yield null;
      }
    };
  }

  private OutputFormat schema(String field, JsonSchemaFormat schema) {
    notYet(schema.getValidate(), field + ".validate");
    String name = schema.getName().isEmpty() ? "response" : schema.getName();
    violations.require(
        ToolReader.isName(name),
        field + ".name",
        Violations.shown(name) + " (expected: 1 to 64 of a-z, A-Z, 0-9, _ and -)");
    String json =
        switch (schema.getSourceCase()) {
          case SCHEMA_JSON -> violations.jsonObject(field + ".schema_json", schema.getSchemaJson());
          case SCHEMA -> ToolReader.struct(field + ".schema", schema.getSchema(), violations);
          case SOURCE_NOT_SET -> {
            violations.add(field, "has no schema (expected: one of schema_json, schema)");
            yield null;
          }
        };
    return new OutputFormat.JsonSchema(
        name,
        emptyToNull(schema.getDescription()),
        json,
        schema.hasStrict() ? schema.getStrict() : null);
  }

  private void notYet(boolean asked, String field) {
    violations.require(!asked, field, "true (expected: false; not available in this version)");
  }

  private List<Modality> modalities(GenerationSpec spec) {
    List<Modality> modalities = new ArrayList<>(spec.getModalitiesCount());
    for (int i = 0; i < spec.getModalitiesCount(); i++) {
      switch (spec.getModalities(i)) {
        case MODALITY_TEXT -> modalities.add(Modality.TEXT);
        case MODALITY_IMAGE -> modalities.add(Modality.IMAGE);
        case MODALITY_AUDIO -> modalities.add(Modality.AUDIO);
        case MODALITY_VIDEO -> modalities.add(Modality.VIDEO);
        case MODALITY_FILE -> modalities.add(Modality.FILE);
        case MODALITY_UNSPECIFIED, MODALITY_EMBEDDINGS, UNRECOGNIZED ->
            violations.add(
                "modalities[" + i + "]",
                "not a kind of answer (expected: MODALITY_TEXT, MODALITY_IMAGE, MODALITY_AUDIO,"
                    + " MODALITY_VIDEO or MODALITY_FILE)");
      }
    }
    return modalities;
  }

  private @Nullable AudioOutput audio(GenerationSpec spec, List<Modality> modalities) {
    if (!modalities.contains(Modality.AUDIO)) {
      return null;
    }
    violations.require(
        !spec.getAudio().getVoice().isEmpty(),
        "audio.voice",
        "empty (expected: a voice of the model, since MODALITY_AUDIO is asked for)");
    violations.require(
        !spec.getAudio().getFormat().isEmpty(),
        "audio.format",
        "empty (expected: an encoding such as wav or mp3, since MODALITY_AUDIO is asked for)");
    return new AudioOutput(spec.getAudio().getVoice(), spec.getAudio().getFormat());
  }

  private @Nullable String verbosity(GenerationSpec spec) {
    return switch (spec.getVerbosity()) {
      case VERBOSITY_UNSPECIFIED -> null;
      case VERBOSITY_LOW -> "low";
      case VERBOSITY_MEDIUM -> "medium";
      case VERBOSITY_HIGH -> "high";
      case VERBOSITY_XHIGH -> "xhigh";
      case VERBOSITY_MAX -> "max";
      case UNRECOGNIZED -> {
        violations.add("verbosity", "unknown: " + spec.getVerbosityValue());
        yield null;
      }
    };
  }

  private static String prediction(String text) {
    return new JsonWriter()
        .object()
        .member("type", "content")
        .member("content", text)
        .end()
        .toText();
  }
}
