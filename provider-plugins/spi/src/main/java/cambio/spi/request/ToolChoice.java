package cambio.spi.request;

/** Whether and what the model must call. */
public sealed interface ToolChoice {

  /** The model decides. */
  record Auto() implements ToolChoice {}

  /** No call. */
  record None() implements ToolChoice {}

  /** At least one call. */
  record Required() implements ToolChoice {}

  /** This function. */
  record Named(String name) implements ToolChoice {}

  /** A choice of one dialect without a canonical form, as raw JSON. */
  record Opaque(String dialect, String json) implements ToolChoice {}

  /** {@link Auto}. */
  ToolChoice AUTO = new Auto();

  /** {@link None}. */
  ToolChoice NONE = new None();

  /** {@link Required}. */
  ToolChoice REQUIRED = new Required();
}
