package cambio.server.structured;

import cambio.server.execution.AnswerCheck;
import cambio.server.execution.GenerationCall;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.OutputFormat;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Whether a whole answer follows the strict schema that was asked for. A refusal, a call of a tool
 * and an answer that was cut off by its limit need not.
 */
public final class SchemaCheck implements AnswerCheck.Source {

  private final Schemas schemas = new Schemas(VersionFlag.V202012);
  private final Executor background;

  /**
   * A check.
   *
   * @param background where answers are looked at, which takes milliseconds
   */
  public SchemaCheck(Executor background) {
    this.background = background;
  }

  @Override
  public @Nullable AnswerCheck of(GenerationCall call) {
    return !call.request().stream()
            && call.request().output().format() instanceof OutputFormat.JsonSchema schema
            && Boolean.TRUE.equals(schema.strict())
        ? answer -> check(answer, schema.schemaJson())
        : null;
  }

  private CompletionStage<@Nullable String> check(
      List<GenerationEvent> answer, @Nullable String schemaJson) {
    List<GenerationEvent> events = List.copyOf(answer);
    return CompletableFuture.supplyAsync(() -> fault(events, schemaJson), background);
  }

  private @Nullable String fault(List<GenerationEvent> answer, @Nullable String schemaJson) {
    TreeMap<Integer, StringBuilder> texts = new TreeMap<>();
    for (GenerationEvent event : answer) {
      if (event instanceof RefusalDelta || event instanceof ToolCallDelta) {
        return null;
      }
      if (event instanceof Finished end && end.reason() != FinishReason.STOP) {
        return null;
      }
      if (event instanceof ContentDelta delta) {
        texts.computeIfAbsent(delta.choice(), choice -> new StringBuilder()).append(delta.text());
      }
    }
    if (texts.isEmpty()) {
      return "it is empty";
    }
    for (StringBuilder text : texts.values()) {
      String fault = schemas.fault(text.toString(), schemaJson);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }
}
