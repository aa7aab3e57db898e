package cambio.router.quota;

/** What a rate counts. */
public enum Measure {
  /** Requests in a minute. */
  REQUESTS_PER_MINUTE,
  /** Tokens in a minute, of prompts and answers together. */
  TOKENS_PER_MINUTE,
  /** Requests that run at the same time. */
  CONCURRENT_REQUESTS
}
