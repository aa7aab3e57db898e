package cambio.dialect.gemini;

import cambio.spi.EndpointSpec;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.request.AudioOutput;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Modality;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.SamplingOptions;
import cambio.wire.Adjustments;
import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes {@code generationConfig}. */
final class GenerationConfig {

  private static final String FIXED_PREFIX = "config.";
  private static final int MOST_STOPS = 5;
  private static final int MOST_LOGPROBS = 20;

  private final GenerationRequest request;
  private final EndpointSpec endpoint;
  private final Quirks quirks;
  private final ParameterTable table;
  private final Adjustments adjustments;
  private final JsonWriter json = new JsonWriter();

  GenerationConfig(
      GenerationRequest request,
      EndpointSpec endpoint,
      ParameterTable table,
      Adjustments adjustments) {
    this.request = request;
    this.endpoint = endpoint;
    this.quirks = endpoint.quirks();
    this.table = table;
    this.adjustments = adjustments;
  }

  /** The object, empty where the caller said nothing. */
  String json() {
    json.object();
    sampling(request.sampling());
    limits(request.output());
    if (honoured(Parameter.RESPONSE_FORMAT)) {
      format(request.output().format());
    }
    modalities(request.output());
    if (request.reasoning() != null && honoured(Parameter.REASONING)) {
      ThinkingPlan plan =
          ThinkingPlan.of(request.reasoning(), request.output().maxTokens(), endpoint, adjustments);
      plan.write(json);
    }
    new TreeMap<>(quirks.options())
        .forEach((option, raw) -> {
          if (option.startsWith(FIXED_PREFIX)) {
            json.name(option.substring(FIXED_PREFIX.length())).raw(raw);
          }
        });
    return json.end().toText();
  }

  private boolean honoured(Parameter parameter) {
    return table.of(parameter).honoured();
  }

  private void sampling(SamplingOptions sampling) {
    if (honoured(Parameter.TEMPERATURE)) {
      json.member("temperature", sampling.temperature());
    }
    if (honoured(Parameter.TOP_P)) {
      json.member("topP", sampling.topP());
    }
    if (honoured(Parameter.TOP_K)) {
      json.member("topK", sampling.topK());
    }
    if (honoured(Parameter.FREQUENCY_PENALTY)) {
      json.member("frequencyPenalty", sampling.frequencyPenalty());
    }
    if (honoured(Parameter.PRESENCE_PENALTY)) {
      json.member("presencePenalty", sampling.presencePenalty());
    }
    Long seed = sampling.seed();
    if (seed != null && honoured(Parameter.SEED)) {
      int folded = seed == seed.intValue() ? seed.intValue() : Long.hashCode(seed);
      if (folded != seed) {
        adjustments.clamped("seed", "The dialect takes 32 bits: the seed was folded to them.");
      }
      json.member("seed", folded);
    }
  }

  private void limits(OutputOptions output) {
    if (honoured(Parameter.MAX_TOKENS)) {
      json.member("maxOutputTokens", output.maxTokens());
    }
    if (honoured(Parameter.STOP) && !output.stop().isEmpty()) {
      List<String> stop = output.stop();
      if (stop.size() > MOST_STOPS) {
        adjustments.clamped("stop", "The dialect takes " + MOST_STOPS + " stop texts.");
        stop = stop.subList(0, MOST_STOPS);
      }
      json.name("stopSequences").array();
      stop.forEach(json::value);
      json.end();
    }
    if (honoured(Parameter.N)) {
      json.member("candidateCount", output.n());
    }
    if (honoured(Parameter.LOGPROBS)) {
      json.member("responseLogprobs", output.logprobs());
      Integer top = output.topLogprobs();
      if (top != null && top > 0 && honoured(Parameter.TOP_LOGPROBS)) {
        json.member("logprobs", Math.min(MOST_LOGPROBS, top));
      }
    }
  }

  private void format(@Nullable OutputFormat format) {
    switch (format) {
      case null -> {}
      case OutputFormat.Text text -> {}
      case OutputFormat.JsonObject object -> json.member("responseMimeType", "application/json");
      case OutputFormat.JsonSchema schema -> schema(schema);
      case OutputFormat.Opaque opaque -> opaque(opaque);
    }
  }

  private void schema(OutputFormat.JsonSchema schema) {
    json.member("responseMimeType", "application/json");
    String text = schema.schemaJson();
    if (text == null || !honoured(Parameter.STRUCTURED_OUTPUTS)) {
      return;
    }
    if (GeminiOption.OUTPUT_SCHEMA.is(quirks, "json")) {
      json.name("responseJsonSchema").raw(text);
    } else {
      json.name("responseSchema").raw(SchemaSubset.of(text, "response_format", adjustments));
    }
  }

  /** An opaque format of this dialect is an object of members such as {@code responseMimeType}. */
  private void opaque(OutputFormat.Opaque opaque) {
    if (!opaque.dialect().equals(GeminiAdapter.DIALECT)) {
      adjustments.dropped("response_format", "Only its own dialect knows it.");
      return;
    }
    try (JsonReader members = JsonReader.of(opaque.json())) {
      for (String name = members.firstMember(); name != null; name = members.nextMember()) {
        json.name(name).raw(members.raw());
      }
    } catch (IOException e) {
      adjustments.dropped("response_format", "It is no legal JSON.");
    }
  }

  private void modalities(OutputOptions output) {
    if (!honoured(Parameter.MODALITIES)) {
      return;
    }
    List<Modality> wanted = output.modalities();
    if (!wanted.isEmpty()) {
      json.name("responseModalities").array();
      for (Modality modality : wanted) {
        json.value(modality.name());
      }
      json.end();
    }
    AudioOutput audio = output.audio();
    if (audio != null) {
      json.name("speechConfig").object().name("voiceConfig").object();
      json.name("prebuiltVoiceConfig").object().member("voiceName", audio.voice());
      json.end().end().end();
    }
  }
}
