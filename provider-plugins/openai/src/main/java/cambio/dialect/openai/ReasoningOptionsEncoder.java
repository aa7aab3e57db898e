package cambio.dialect.openai;

import cambio.spi.Adjustment;
import cambio.spi.Quirks;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import cambio.wire.Efforts;
import cambio.wire.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the caller wants of reasoning in the members that the endpoint has for it. Where only
 * an effort can be said, a budget becomes the effort whose share of the output limit is nearest
 * (0.1 minimal, 0.2 low, 0.5 medium, 0.8 high, 0.95 the most), and reported as emulated.
 */
final class ReasoningOptionsEncoder {

  private static final int ASSUMED_OUTPUT = 32_000;

  private final ReasoningOptions options;
  private final OutputOptions output;
  private final Quirks quirks;
  private final List<Adjustment> adjustments;

  ReasoningOptionsEncoder(
      ReasoningOptions options, OutputOptions output, Quirks quirks, List<Adjustment> adjustments) {
    this.options = options;
    this.output = output;
    this.quirks = quirks;
    this.adjustments = adjustments;
  }

  void encode(RequestEncoder body) {
    if (ChatOption.REASONING.is(quirks, "object")) {
      object(body.name("reasoning").object());
    }
    boolean thinking = ChatOption.REASONING.is(quirks, "thinking");
    if (thinking) {
      thinking(body);
    } else {
      clearThinking(quirks, body);
    }
    boolean enable = ChatOption.REASONING.is(quirks, "enable_thinking");
    if (enable && wanted() != null) {
      body.name("enable_thinking").value(Boolean.TRUE.equals(wanted()));
    }
    boolean capped = ChatOption.REASONING.is(quirks, "thinking_budget");
    if (capped && Boolean.TRUE.equals(wanted()) && options.maxTokens() != null) {
      body.name("thinking_budget").value(options.maxTokens().longValue());
    }
    if (ChatOption.REASONING.is(quirks, "effort")) {
      effort(body, thinking || enable);
    }
  }

  /** The endpoint's fixed wish about earlier thinking, where it has one. */
  static void clearThinking(Quirks quirks, RequestEncoder body) {
    String clear = ChatOption.CLEAR_THINKING.of(quirks);
    if (!clear.isEmpty()) {
      body.name("thinking").object().member("clear_thinking", clear.equals("true")).end();
    }
  }

  private void object(JsonWriter json) {
    json.member("enabled", options.enabled());
    json.member("effort", options.effort() == null ? null : Efforts.word(options.effort()));
    json.member("max_tokens", options.maxTokens());
    if (options.exclude()) {
      json.member("exclude", true);
    }
    json.member("summary", options.summary()).end();
  }

  private void thinking(RequestEncoder body) {
    Boolean wanted = wantedBesideEffort();
    String clear = ChatOption.CLEAR_THINKING.of(quirks);
    if (wanted == null && clear.isEmpty()) {
      return;
    }
    JsonWriter json = body.name("thinking").object();
    if (wanted != null) {
      json.member("type", wanted ? "enabled" : "disabled");
    }
    if (Boolean.TRUE.equals(wanted)) {
      json.member("budget_tokens", options.maxTokens());
    }
    if (!clear.isEmpty()) {
      json.member("clear_thinking", clear.equals("true"));
    }
    json.end();
  }

  /** With an effort member at hand the switch is only thrown where the caller threw it. */
  private @Nullable Boolean wantedBesideEffort() {
    boolean effortSaysIt =
        ChatOption.REASONING.is(quirks, "effort")
            && options.effort() != null
            && options.effort() != ReasoningEffort.NONE;
    return effortSaysIt ? options.enabled() : wanted();
  }

  private @Nullable Boolean wanted() {
    if (options.enabled() != null) {
      return options.enabled();
    }
    if (options.effort() != null) {
      return options.effort() != ReasoningEffort.NONE;
    }
    return options.maxTokens() == null ? null : true;
  }

  private void effort(RequestEncoder body, boolean switchWritten) {
    String name = quirks.nameOf(cambio.spi.Parameter.REASONING, "reasoning_effort");
    if (options.effort() != null) {
      boolean said = options.effort() == ReasoningEffort.NONE && switchWritten;
      if (!said) {
        body.name(name).value(Efforts.word(options.effort()));
      }
      return;
    }
    ReasoningEffort nearest = nearestEffort(switchWritten);
    if (nearest != null) {
      body.name(name).value(Efforts.word(nearest));
      adjustments.add(
          new Adjustment(
              "reasoning",
              Adjustment.Kind.EMULATED,
              "The endpoint takes an effort only: " + Efforts.word(nearest) + " was sent."));
    }
  }

  private @Nullable ReasoningEffort nearestEffort(boolean switchWritten) {
    if (options.maxTokens() != null) {
      int limit = output.maxTokens() == null ? ASSUMED_OUTPUT : output.maxTokens();
      return Efforts.ofBudget(options.maxTokens(), limit);
    }
    if (options.enabled() == null || switchWritten) {
      return null;
    }
    return options.enabled() ? ReasoningEffort.MEDIUM : ReasoningEffort.NONE;
  }
}
