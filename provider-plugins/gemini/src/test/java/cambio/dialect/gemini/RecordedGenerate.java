package cambio.dialect.gemini;

import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.Quirks;
import cambio.spi.Secret;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.testkit.Members;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one recorded request into the canonical one and the quirks of the endpoint that it went to.
 * Refuses every member that it does not know.
 */
final class RecordedGenerate {

  private static final Pattern PATH =
      Pattern.compile("(.*?)(/publishers/[^/]+)?/(models|tunedModels|endpoints)/([^:]+):(\\w+)");

  private final Recording recording;
  private final Map<String, String> options = new HashMap<>();

  RecordedGenerate(Recording recording) {
    this.recording = recording;
  }

  RecordedRequest read() {
    return read(Members.of("$", Spelling.of(recording.request())));
  }

  /** Reads a body whose members are spelt in the usual way. */
  RecordedRequest read(Members body) {
    EndpointSpec endpoint = endpoint();
    List<Message> messages = new ArrayList<>();
    RecordedContents contents = new RecordedContents(options);
    Members system = body.object("systemInstruction");
    if (system != null) {
      messages.add(contents.instruction(system));
    }
    List<JsonNode> turns = body.list("contents");
    for (int i = 0; i < turns.size(); i++) {
      contents.turn(Members.of("$.contents[" + i + "]", turns.get(i)), messages);
    }
    RecordedConfig config = new RecordedConfig(body.object("generationConfig"), options);
    GenerationRequest request =
        new GenerationRequest(
            messages,
            RecordedTools.read(body, options),
            config.output(),
            config.sampling(),
            config.reasoning(),
            CacheOptions.none(),
            CallerLabels.none(),
            recording.path().contains(":streamGenerateContent"),
            Extras.none());
    config.requireAllRead();
    // Members that no canonical request has: a catalogue or configuration says them.
    for (String name : List.copyOf(body.unread())) {
      String raw = body.raw(name);
      if (raw != null) {
        options.put("body." + name, raw);
      }
    }
    body.requireAllRead();
    return new RecordedRequest(request, withOptions(endpoint), credential());
  }

  private EndpointSpec endpoint() {
    Matcher path = PATH.matcher(recording.path());
    if (!path.matches()) {
      throw new UnreadableRequest("path", "unknown: " + recording.path());
    }
    String publisher = path.group(2) == null ? "" : path.group(2);
    boolean vertex = path.group(1).matches(".*/locations/[^/]+");
    if (!publisher.equals(vertex ? "/publishers/google" : "")) {
      options.put("path", publisher + "/models/{model}");
    }
    String collection = path.group(3).equals("models") ? "" : path.group(3) + "/";
    String model = collection + URLDecoder.decode(path.group(4), StandardCharsets.UTF_8);
    boolean tokens = recording.host().endsWith("aiplatform.googleapis.com");
    return new EndpointSpec(
        "recorded",
        "recorded",
        model,
        URI.create("https://" + recording.host() + path.group(1)),
        AuthStyle.parse(tokens ? "google-oauth2" : "header:x-goog-api-key"),
        null,
        null,
        null,
        Quirks.none());
  }

  private EndpointSpec withOptions(EndpointSpec endpoint) {
    return new EndpointSpec(
        endpoint.id(),
        endpoint.provider(),
        endpoint.upstreamModel(),
        endpoint.baseUrl(),
        endpoint.auth(),
        null,
        null,
        null,
        new Quirks(Map.of(), Set.of(), options));
  }

  private static Credential credential() {
    return new Credential.ApiKey(Secret.of("recorded-key"));
  }
}
