package cambio.spi.event;

import org.jspecify.annotations.Nullable;

/**
 * More of a tool call.
 *
 * @param index which call of the choice, from 0, in order of first appearance
 * @param id the call's id; on the call's first delta
 * @param name the function's name; on the call's first delta
 * @param arguments more of the arguments' JSON text, possibly empty. The whole need not be legal
 *     JSON: models err, and the caller sees what the model wrote
 * @param signature a provider's seal that must come back with the call
 */
public record ToolCallDelta(
    int choice,
    int index,
    @Nullable String id,
    @Nullable String name,
    String arguments,
    @Nullable String signature)
    implements GenerationEvent {

  /** A delta without a signature. */
  public ToolCallDelta(
      int choice, int index, @Nullable String id, @Nullable String name, String arguments) {
    this(choice, index, id, name, arguments, null);
  }

  @Override
  public boolean real() {
    return true;
  }
}
