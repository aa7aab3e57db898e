package cambio.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a running router. */
@Command(
    name = "chat",
    description = {
      "Ask a running router and stream its answer.",
      "Without TEXT the question is read from standard input; on a terminal that is a"
          + " conversation, a line a turn. The answer goes to standard output, what served it to"
          + " standard error."
    },
    mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LOCAL_MODEL = "cambio/tiny-chat";

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "TEXT", description = "The question.")
  private List<String> text = List.of();

  @Option(
      names = {"-m", "--model"},
      description = "The model; else $CAMBIO_MODEL, else the small local one.")
  private @Nullable String model;

  @Option(names = "--system", description = "A system message.")
  private @Nullable String system;

  @Option(names = "--max-tokens", description = "The longest answer.")
  private @Nullable Integer maxTokens;

  @Option(names = "--temperature", description = "Randomness, 0 to 2.")
  private @Nullable Double temperature;

  @Option(
      names = "--url",
      description = "The router; else $$CAMBIO_URL, else the configured host and port.")
  private @Nullable String url;

  @Option(names = "--quiet", description = "Only the answer.")
  private boolean quiet;

  ChatCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ArrayNode messages = JSON.createArrayNode();
    if (system != null) {
      messages.addObject().put("role", "system").put("content", system);
    }
    try (ChatClient client = new ChatClient(baseUrl(), key())) {
      if (!text.isEmpty()) {
        ask(client, messages, String.join(" ", text));
      } else if (context.interactive()) {
        converse(client, messages);
      } else {
        String question = context.input().lines().collect(Collectors.joining("\n"));
        if (question.isBlank()) {
          throw new CommandFailure("nothing was asked (expected: TEXT, or text on standard input)");
        }
        ask(client, messages, question);
      }
    }
    return 0;
  }

  private void converse(ChatClient client, ArrayNode messages)
      throws IOException, InterruptedException {
    PrintWriter errors = Output.errors(spec);
    errors.println("Model " + model() + "; an empty line ends the conversation.");
    while (true) {
      errors.print("> ");
      errors.flush();
      String line = context.input().readLine();
      if (line == null || line.isBlank()) {
        return;
      }
      ask(client, messages, line);
    }
  }

  private void ask(ChatClient client, ArrayNode messages, String question)
      throws IOException, InterruptedException {
    messages.addObject().put("role", "user").put("content", question);
    ObjectNode request = JSON.createObjectNode();
    request.put("model", model());
    request.set("messages", messages.deepCopy());
    request.put("stream", true);
    request.putObject("stream_options").put("include_usage", true);
    if (maxTokens != null) {
      request.put("max_tokens", maxTokens);
    }
    if (temperature != null) {
      request.put("temperature", temperature);
    }
    PrintWriter out = Output.of(spec);
    ChatClient.Answer answer =
        client.stream(
            request,
            piece -> {
              out.print(piece);
              out.flush();
            });
    out.println();
    out.flush();
    messages.addObject().put("role", "assistant").put("content", answer.text());
    if (!quiet) {
      PrintWriter errors = Output.errors(spec);
      errors.println(summary(answer));
      errors.flush();
    }
  }

  private static String summary(ChatClient.Answer answer) {
    JsonNode usage = answer.usage();
    StringBuilder line = new StringBuilder("[");
    line.append(answer.model()).append(" by ").append(answer.provider());
    if (usage != null) {
      line.append(", ").append(usage.path("prompt_tokens").asLong()).append(" tokens in, ");
      line.append(usage.path("completion_tokens").asLong()).append(" out");
      JsonNode cost = usage.get("cost");
      line.append(
          cost == null || cost.isNull()
              ? ", cost unknown"
              : ", " + cost.decimalValue().toPlainString() + " USD");
    }
    line.append(", first token after ").append(answer.firstToken().toMillis()).append(" ms, ");
    return line.append(answer.whole().toMillis()).append(" ms in all]").toString();
  }

  private String model() {
    if (model != null) {
      return model;
    }
    String variable = context.variable("CAMBIO_MODEL");
    return variable == null ? LOCAL_MODEL : variable;
  }

  private String baseUrl() {
    String variable = context.variable("CAMBIO_URL");
    if (url != null || variable != null) {
      return String.valueOf(url != null ? url : variable).replaceAll("/+$", "");
    }
    var server = config.read().server();
    return "http://" + server.host() + ":" + server.port();
  }

  /** {@code $CAMBIO_KEY}, else the local key of the data directory, else none. */
  private @Nullable String key() throws IOException {
    String variable = context.variable("CAMBIO_KEY");
    if (variable != null) {
      return variable;
    }
    Path local = config.read().data().localKey();
    return Files.isReadable(local) ? Files.readString(local).strip() : null;
  }
}
