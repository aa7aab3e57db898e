package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.AudioOutput;
import cambio.spi.request.Modality;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the top-level members that say what the answer is to look like. */
final class OutputReader {

  private static final int MOST_STOPS = 64;
  private static final int MOST_CHOICES = 128;

  private final Ignored ignored;
  private @Nullable Integer maxTokens;
  private List<String> stop = List.of();
  private @Nullable Integer n;
  private @Nullable OutputFormat format;
  private @Nullable Boolean logprobs;
  private @Nullable Integer topLogprobs;
  private List<Modality> modalities = List.of();
  private @Nullable AudioOutput audio;
  private @Nullable String verbosity;
  private @Nullable String predictionJson;

  OutputReader(Ignored ignored) {
    this.ignored = ignored;
  }

  /** Reads a top-level member; false where it says nothing about the output. */
  boolean take(String name, StrictJson json) throws IOException {
    switch (name) {
      case "max_tokens", "max_completion_tokens" -> maxTokens(json);
      case "stop" -> stop = stops(json);
      case "n" -> n = json.integer(1, MOST_CHOICES);
      case "response_format" -> format = new OutputFormatReader(ignored).read(json);
      case "logprobs" -> logprobs = json.bool();
      case "top_logprobs" -> topLogprobs = json.integer(0, 20);
      case "modalities" -> modalities = modalities(json);
      case "audio" -> audio = audio(json);
      case "verbosity" -> verbosity = json.word("minimal", "low", "medium", "high", "xhigh", "max");
      case "prediction" -> predictionJson = json.isNull() ? null : prediction(json);
      default -> {
        return false;
      }
    }
    return true;
  }

  OutputOptions toOptions() {
    return new OutputOptions(
        maxTokens,
        stop,
        n,
        format,
        logprobs,
        topLogprobs,
        modalities,
        audio,
        verbosity,
        predictionJson);
  }

  private void maxTokens(StrictJson json) throws IOException {
    Integer limit = json.integer(1, Integer.MAX_VALUE);
    if (limit != null && maxTokens != null && !limit.equals(maxTokens)) {
      throw json.refused(
          limit
              + " (expected: the same as the other limit, "
              + maxTokens
              + ", or only one of max_tokens and max_completion_tokens)");
    }
    maxTokens = limit == null ? maxTokens : limit;
  }

  private static List<String> stops(StrictJson json) throws IOException {
    List<String> stops = json.texts();
    if (stops.size() > MOST_STOPS) {
      throw json.refused(stops.size() + " texts (expected: at most " + MOST_STOPS + ")");
    }
    return stops;
  }

  private static List<Modality> modalities(StrictJson json) throws IOException {
    List<Modality> read = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      String word = json.word("text", "image", "audio", "video");
      if (word != null) {
        read.add(Modality.valueOf(word.toUpperCase(Locale.ROOT)));
      }
    }
    return read;
  }

  private @Nullable AudioOutput audio(StrictJson json) throws IOException {
    if (json.isNull()) {
      return null;
    }
    String path = json.path();
    String voice = null;
    String audioFormat = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "voice" -> voice = json.text();
        case "format" -> audioFormat = json.text();
        default -> ignored.skip(json);
      }
    }
    if (voice == null || audioFormat == null) {
      throw StrictJson.refusal(path, "incomplete (expected: a voice and a format)");
    }
    return new AudioOutput(voice, audioFormat);
  }

  private static String prediction(StrictJson json) throws IOException {
    if (!json.isObject()) {
      throw json.wrong("an object");
    }
    return json.raw();
  }
}
