package cambio.router.plan;

import cambio.router.catalog.Capabilities;
import cambio.router.catalog.Endpoint;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import org.jspecify.annotations.Nullable;

/**
 * Whether an endpoint honours a parameter. The catalogue lists what sources say, which is a lower
 * bound, so "nobody says" is an answer of its own.
 */
enum ParameterFit {
  YES,
  UNKNOWN,
  NO;

  static ParameterFit of(Parameter parameter, Endpoint endpoint, ParameterTable dialect) {
    if (!dialect.of(parameter).honoured() || !endpoint.quirks().supports(parameter)) {
      return NO;
    }
    if (endpoint.parameters().contains(parameter)) {
      return YES;
    }
    Boolean capable = capability(parameter, endpoint.capabilities());
    if (capable != null) {
      return capable ? YES : NO;
    }
    return endpoint.parametersComplete() ? NO : UNKNOWN;
  }

  /**
   * Whether the parameter asks for an ability of the model. There the dialect's word is not enough:
   * where nobody says that the endpoint has it, it cannot be required.
   */
  static boolean isAbility(Parameter parameter) {
    return switch (parameter) {
      case TOOLS,
          TOOL_CHOICE,
          PARALLEL_TOOL_CALLS,
          RESPONSE_FORMAT,
          STRUCTURED_OUTPUTS,
          REASONING,
          VERBOSITY,
          LOGPROBS,
          TOP_LOGPROBS,
          PREDICTION ->
          true;
      case MAX_TOKENS,
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
          N,
          MODALITIES,
          SERVICE_TIER,
          CACHE_CONTROL,
          PROMPT_CACHE_KEY,
          USER,
          METADATA,
          PREFIX,
          DIMENSIONS,
          TOKEN_INPUT ->
          false;
    };
  }

  /** Whether the router itself makes use of the parameter, so that no endpoint need know it. */
  static boolean isForRouter(Parameter parameter) {
    return parameter == Parameter.USER
        || parameter == Parameter.METADATA
        || parameter == Parameter.SERVICE_TIER;
  }

  private static @Nullable Boolean capability(Parameter parameter, Capabilities capabilities) {
    return switch (parameter) {
      case TOOLS, TOOL_CHOICE, PARALLEL_TOOL_CALLS -> capabilities.tools();
      case STRUCTURED_OUTPUTS -> capabilities.jsonSchema();
      // Who follows a schema also writes plain JSON; who does not may write it all the same.
      case RESPONSE_FORMAT -> Boolean.TRUE.equals(capabilities.jsonSchema()) ? true : null;
      case REASONING -> capabilities.reasoning();
      case CACHE_CONTROL -> capabilities.caching();
      case MAX_TOKENS,
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
          VERBOSITY,
          PREDICTION,
          MODALITIES,
          SERVICE_TIER,
          PROMPT_CACHE_KEY,
          USER,
          METADATA,
          PREFIX,
          DIMENSIONS,
          TOKEN_INPUT ->
          null;
    };
  }
}
