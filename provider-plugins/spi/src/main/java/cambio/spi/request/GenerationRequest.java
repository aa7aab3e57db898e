package cambio.spi.request;

import cambio.spi.Parameter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to generate. Which model and which endpoint serves it is no part of it: that is the route's.
 * Immutable. What is absent is absent: no default is filled in on the way to the provider.
 *
 * @param messages the conversation, at least one message
 * @param reasoning how much to think, or null where the caller does not say
 * @param stream whether the answer comes in pieces
 * @param extras members of the caller's dialect without a canonical place
 */
public record GenerationRequest(
    List<Message> messages,
    ToolOptions tools,
    OutputOptions output,
    SamplingOptions sampling,
    @Nullable ReasoningOptions reasoning,
    CacheOptions cache,
    CallerLabels labels,
    boolean stream,
    Extras extras) {

  public GenerationRequest {
    messages = List.copyOf(messages);
  }

  /** A request of these messages and nothing else. */
  public static GenerationRequest of(List<Message> messages) {
    return new GenerationRequest(
        messages,
        ToolOptions.none(),
        OutputOptions.none(),
        SamplingOptions.none(),
        null,
        CacheOptions.none(),
        CallerLabels.none(),
        false,
        Extras.none());
  }

  public GenerationRequest withMessages(List<Message> value) {
    return new GenerationRequest(
        value, tools, output, sampling, reasoning, cache, labels, stream, extras);
  }

  public GenerationRequest withTools(ToolOptions value) {
    return new GenerationRequest(
        messages, value, output, sampling, reasoning, cache, labels, stream, extras);
  }

  public GenerationRequest withOutput(OutputOptions value) {
    return new GenerationRequest(
        messages, tools, value, sampling, reasoning, cache, labels, stream, extras);
  }

  public GenerationRequest withSampling(SamplingOptions value) {
    return new GenerationRequest(
        messages, tools, output, value, reasoning, cache, labels, stream, extras);
  }

  public GenerationRequest withReasoning(@Nullable ReasoningOptions value) {
    return new GenerationRequest(
        messages, tools, output, sampling, value, cache, labels, stream, extras);
  }

  public GenerationRequest withCache(CacheOptions value) {
    return new GenerationRequest(
        messages, tools, output, sampling, reasoning, value, labels, stream, extras);
  }

  public GenerationRequest withLabels(CallerLabels value) {
    return new GenerationRequest(
        messages, tools, output, sampling, reasoning, cache, value, stream, extras);
  }

  public GenerationRequest withStream(boolean value) {
    return new GenerationRequest(
        messages, tools, output, sampling, reasoning, cache, labels, value, extras);
  }

  public GenerationRequest withExtras(Extras value) {
    return new GenerationRequest(
        messages, tools, output, sampling, reasoning, cache, labels, stream, value);
  }

  /** The parameters that this request uses, for the planner's {@code require_parameters}. */
  public Set<Parameter> parameters() {
    EnumSet<Parameter> used = EnumSet.noneOf(Parameter.class);
    tools.addParametersTo(used);
    output.addParametersTo(used);
    sampling.addParametersTo(used);
    cache.addParametersTo(used);
    labels.addParametersTo(used);
    if (reasoning != null) {
      used.add(Parameter.REASONING);
    }
    if (messages.getLast() instanceof Message.Assistant assistant && assistant.prefix()) {
      used.add(Parameter.PREFIX);
    }
    return used;
  }
}
