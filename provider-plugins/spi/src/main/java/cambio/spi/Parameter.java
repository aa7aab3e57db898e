package cambio.spi;

import java.util.Locale;

/**
 * The canonical request parameters whose support differs between dialects and endpoints. {@link
 * #wireName} is the name that catalogues (and OpenRouter's {@code supported_parameters}) use.
 */
public enum Parameter {
  MAX_TOKENS,
  TEMPERATURE,
  TOP_P,
  TOP_K,
  TOP_A,
  MIN_P,
  FREQUENCY_PENALTY,
  PRESENCE_PENALTY,
  REPETITION_PENALTY,
  SEED,
  STOP,
  LOGIT_BIAS,
  LOGPROBS,
  TOP_LOGPROBS,
  N,
  TOOLS,
  TOOL_CHOICE,
  PARALLEL_TOOL_CALLS,
  /** {@code response_format} of any kind but text. */
  RESPONSE_FORMAT,
  /** {@code response_format} with a JSON schema. */
  STRUCTURED_OUTPUTS,
  /** Reasoning effort or budget. */
  REASONING,
  VERBOSITY,
  PREDICTION,
  MODALITIES,
  SERVICE_TIER,
  /** Explicit prompt-cache marks. */
  CACHE_CONTROL,
  PROMPT_CACHE_KEY,
  USER,
  METADATA,
  /** An assistant message at the end that the answer continues. */
  PREFIX,
  /** Vectors of another length than the model's own. */
  DIMENSIONS,
  /** Texts to embed that come as token ids. */
  TOKEN_INPUT;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The public name, e.g. {@code max_tokens}. */
  public String wireName() {
    return wireName;
  }
}
