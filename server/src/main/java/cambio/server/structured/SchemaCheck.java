package cambio.server.structured;

import cambio.server.execution.AnswerCheck;
import cambio.server.execution.GenerationCall;
import cambio.spi.Adjustment;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.OutputFormat;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Whether a whole answer follows the strict schema that was asked for, once it was healed where
 * that was asked for, too. A refusal, a call of a tool and an answer that was cut off by its limit
 * are let be.
 */
public final class SchemaCheck implements AnswerCheck.Source {

  private static final Adjustment REPAIR =
      new Adjustment(
          "response_format",
          Adjustment.Kind.REPAIRED,
          "The model's JSON was broken in a trivial way and was put right.");

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
    if (call.request().stream()) {
      return null;
    }
    boolean heal = call.delivery().heal();
    return switch (call.request().output().format()) {
      case OutputFormat.JsonSchema schema -> {
        boolean strict = Boolean.TRUE.equals(schema.strict());
        Wish wish = new Wish(heal, false, strict, schema.schemaJson());
        yield heal || strict ? answer -> later(answer, wish) : null;
      }
      case OutputFormat.JsonObject any -> {
        Wish wish = new Wish(true, true, false, null);
        yield heal ? answer -> later(answer, wish) : null;
      }
      case OutputFormat.Text text -> null;
      case OutputFormat.Opaque opaque -> null;
      case null -> null;
    };
  }

  /**
   * What is to be done with an answer.
   *
   * @param objectsOnly whether only an object will do
   * @param strict whether it must follow the schema
   */
  private record Wish(
      boolean heal, boolean objectsOnly, boolean strict, @Nullable String schemaJson) {}

  private CompletionStage<AnswerCheck.Finding> later(List<GenerationEvent> answer, Wish wish) {
    return CompletableFuture.supplyAsync(() -> look(answer, wish), background);
  }

  private AnswerCheck.Finding look(List<GenerationEvent> answer, Wish wish) {
    TreeMap<Integer, String> texts = texts(answer);
    if (texts == null) {
      return AnswerCheck.Finding.of(answer, null);
    }
    List<GenerationEvent> healed = wish.heal() ? healed(answer, texts, wish.objectsOnly()) : answer;
    String fault = wish.strict() ? fault(texts, wish.schemaJson()) : null;
    return healed.equals(answer)
        ? AnswerCheck.Finding.of(answer, fault)
        : new AnswerCheck.Finding(fault, healed, REPAIR);
  }

  /** The answer with texts that were put right; so are those in the map. */
  private static List<GenerationEvent> healed(
      List<GenerationEvent> answer, TreeMap<Integer, String> texts, boolean objectsOnly) {
    Set<Integer> changed = new HashSet<>();
    texts.replaceAll((choice, text) -> {
      String json = JsonHealer.heal(text, objectsOnly);
      if (!json.equals(text)) {
        changed.add(choice);
      }
      return json;
    });
    if (changed.isEmpty()) {
      return answer;
    }
    List<GenerationEvent> events = new ArrayList<>(answer.size());
    Set<Integer> begun = new HashSet<>();
    for (GenerationEvent event : answer) {
      if (!(event instanceof ContentDelta delta) || !changed.contains(delta.choice())) {
        events.add(event);
      } else if (begun.add(delta.choice())) {
        events.add(new ContentDelta(delta.choice(), texts.getOrDefault(delta.choice(), "")));
      }
    }
    return events;
  }

  /** The texts by choice; null where the answer is no text that its model ended. */
  private static @Nullable TreeMap<Integer, String> texts(List<GenerationEvent> answer) {
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
    TreeMap<Integer, String> whole = new TreeMap<>();
    texts.forEach((choice, text) -> whole.put(choice, text.toString()));
    return whole;
  }

  private @Nullable String fault(TreeMap<Integer, String> texts, @Nullable String schemaJson) {
    if (texts.isEmpty()) {
      return "it is empty";
    }
    for (String text : texts.values()) {
      String fault = schemas.fault(text, schemaJson);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }
}
