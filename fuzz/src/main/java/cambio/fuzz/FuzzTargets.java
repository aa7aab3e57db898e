package cambio.fuzz;

import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.testkit.Fixture;
import cambio.testkit.RecordedDialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;

/**
 * Lists the targets, a line each ({@code name class dialect}), and writes the seeds of each into a
 * folder of its name: the dialects' own fixtures, and a few bodies. Dialects are those on the class
 * path, so that a new one is fuzzed without a change here.
 */
public final class FuzzTargets {

  private static final String REQUEST =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"t\",\"cache_control\":{\"type\":"
          + "\"ephemeral\"}},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
          + "aGk=\"}}]},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\","
          + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\","
          + "\"tool_call_id\":\"c\",\"content\":\"1\"}],\"tools\":[{\"type\":\"function\","
          + "\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{"
          + "\"a\":{\"$ref\":\"#/$defs/x\"}},\"$defs\":{\"x\":{\"anyOf\":[{\"type\":\"null\"},"
          + "{\"type\":[\"string\",\"null\"]}]}}}}}],\"tool_choice\":\"auto\",\"max_tokens\":9,"
          + "\"temperature\":1.5,\"stop\":[\"x\"],\"reasoning_effort\":\"low\",\"stream\":true,"
          + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\","
          + "\"schema\":{\"type\":\"object\"}}}}";

  private FuzzTargets() {}

  /** Lists and writes into the folder of the first argument. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (RecordedDialect dialect : ServiceLoader.load(RecordedDialect.class)) {
      String name = dialect.adapter().dialect();
      System.out.println("decoder-" + name + " " + DecoderFuzz.class.getName() + " " + name);
      for (Fixture fixture : seeds(dialect)) {
        ByteArrayOutputStream seed = new ByteArrayOutputStream();
        seed.writeBytes(DecoderFuzz.head(fixture.mediaType()));
        seed.writeBytes(fixture.body());
        seed(folder, "decoder-" + name, seed.toByteArray());
      }
    }
    simple(
        folder,
        "bodies",
        BodyFuzz.class,
        "\0{\"data\":[{\"index\":0,\"embedding\":[0.5,1]},{\"index\":1,\"embedding\":\"AACAPw==\"}],"
            + "\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}",
        "\1{\"embeddings\":[{\"values\":[0.5]}],\"usageMetadata\":{\"promptTokenCount\":1}}",
        "\2{\"embedding\":[0.5],\"inputTextTokenCount\":1}",
        "\3{\"input_tokens\":1,\"totalTokens\":1}");
    simple(
        folder,
        "frames",
        FramesFuzz.class,
        "\0event: a\r\nid: 1\nretry: 5\ndata: {\"x\":1}\ndata: y\r\r: ping\n\ndata:z\n\n",
        "\1[{\"a\":\"}\\\"\"},\n{\"b\":[1]}]",
        "\3{\"a\":1}\n{\"b\":2}\n");
    simple(
        folder,
        "json",
        JsonFuzz.class,
        "{\"a\":\"\\ud83c\",\"bb\":1e3,\"ccc\":[null,true,{\"d\":-0.0}],\"error\":{\"code\":1}}");
    simple(folder, "requests", RequestFuzz.class, REQUEST);
  }

  /** The dialect's fixtures, and calls with arguments that are no JSON. */
  private static List<Fixture> seeds(RecordedDialect dialect) {
    List<Fixture> seeds = new ArrayList<>(dialect.fixtures());
    for (boolean stream : new boolean[] {true, false}) {
      Fixture call = dialect.calling("{\"cut\": \"", stream);
      if (call != null) {
        seeds.add(call);
      }
    }
    return seeds;
  }

  private static void simple(Path folder, String name, Class<?> target, String... seeds)
      throws IOException {
    System.out.println(name + " " + target.getName() + " -");
    for (String seed : seeds) {
      seed(folder, name, seed.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void seed(Path folder, String name, byte[] seed) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    Files.write(own.resolve(Integer.toHexString(java.util.Arrays.hashCode(seed))), seed);
  }

  /** The chat adapters on the class path. */
  static List<ProviderAdapter> adapters() {
    return StreamSupport.stream(ServiceLoader.load(ProviderPlugin.class).spliterator(), false)
        .flatMap(plugin -> plugin.adapters().stream())
        .toList();
  }

  /** The adapter of this dialect. */
  static ProviderAdapter adapter(String dialect) {
    return adapters().stream()
        .filter(adapter -> adapter.dialect().equals(dialect))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no adapter for " + dialect));
  }
}
