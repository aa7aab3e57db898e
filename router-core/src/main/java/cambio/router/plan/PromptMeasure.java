package cambio.router.plan;

/**
 * Counts a prompt's tokens with a tokenizer, which takes milliseconds: asked only where an estimate
 * does not decide. Safe from any thread; the same answer however often it is asked.
 */
@FunctionalInterface
public interface PromptMeasure {

  /** What stands for a count that cannot be had. */
  int UNKNOWN = -1;

  /** Counts nothing. */
  PromptMeasure NONE = () -> UNKNOWN;

  /** The tokens of the prompt, media and template as estimated; {@link #UNKNOWN} for none. */
  int tokens();
}
