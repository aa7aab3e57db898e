import cambio.v1.CompleteRequest;
import cambio.v1.CompleteResponse;
import cambio.v1.CompletionServiceGrpc;
import cambio.v1.ContentPart;
import cambio.v1.GenerationSpec;
import cambio.v1.Message;
import cambio.v1.Role;
import cambio.v1.Started;
import cambio.v1.StreamCompleteRequest;
import cambio.v1.Usage;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a question and prints the answer as it comes.
 *
 * <pre>CAMBIO_KEY=... java --enable-native-access=ALL-UNNAMED -cp 'clients/java/target/lib/*' clients/java/examples/StreamCompletion.java [--unary] [QUESTION]</pre>
 *
 * <p>CAMBIO_GRPC is the router's or Envoy's host:port (127.0.0.1:8080), CAMBIO_MODEL the model.
 */
public final class StreamCompletion {

  private final CompletionServiceGrpc.CompletionServiceBlockingStub stub;
  private final GenerationSpec generation;

  private StreamCompletion(ManagedChannel channel, String question) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + setting("CAMBIO_KEY", ""));
    stub =
        CompletionServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    generation =
        GenerationSpec.newBuilder()
            .setModel(setting("CAMBIO_MODEL", "cambio/tiny-chat"))
            .addMessages(
                Message.newBuilder()
                    .setRole(Role.ROLE_USER)
                    .addContent(ContentPart.newBuilder().setText(question)))
            .setMaxOutputTokens(64)
            .build();
  }

  public static void main(String[] args) {
    List<String> words = new ArrayList<>(List.of(args));
    boolean unary = words.remove("--unary");
    String question = words.isEmpty() ? "Hello, who are you?" : String.join(" ", words);
    ManagedChannel channel =
        Grpc.newChannelBuilder(
                setting("CAMBIO_GRPC", "127.0.0.1:8080"), InsecureChannelCredentials.create())
            .build();
    try {
      StreamCompletion example = new StreamCompletion(channel, question);
      if (unary) {
        example.unary();
      } else {
        example.stream();
      }
    } catch (StatusRuntimeException e) {
      System.err.println("\n" + e.getStatus().getCode() + ": " + e.getStatus().getDescription());
      System.exit(1);
    } finally {
      channel.shutdownNow();
    }
  }

  private void unary() {
    CompleteResponse answer =
        stub.complete(CompleteRequest.newBuilder().setGeneration(generation).build());
    answer.getChoices(0).getMessage().getContentList().forEach(p -> System.out.print(p.getText()));
    summary(answer.getModel(), answer.getProvider(), answer.getUsage());
  }

  private void stream() {
    Started started = Started.getDefaultInstance();
    Usage usage = Usage.getDefaultInstance();
    var events =
        stub.streamComplete(StreamCompleteRequest.newBuilder().setGeneration(generation).build());
    while (events.hasNext()) {
      var event = events.next();
      switch (event.getEventCase()) {
        case STARTED -> started = event.getStarted();
        case CONTENT_DELTA -> {
          System.out.print(event.getContentDelta().getText());
          System.out.flush();
        }
        case USAGE -> usage = event.getUsage();
        default -> {} // Clients skip what they do not know.
      }
    }
    summary(started.getModel(), started.getProvider(), usage);
  }

  private static void summary(String model, String provider, Usage usage) {
    String cost = usage.hasCost() ? usage.getCost().getTotalUsd() + " USD" : "unknown";
    System.out.printf(
        "%n%nmodel %s, provider %s, tokens %d + %d, cost %s%n",
        model, provider, usage.getInputTokens(), usage.getOutputTokens(), cost);
  }

  private static String setting(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
