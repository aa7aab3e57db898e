package cambio.router.money;

import org.jspecify.annotations.Nullable;

/**
 * What each kind of token costs. Null means unknown (not free): a kind without a rate of its own is
 * charged as the meter's rules say.
 *
 * @param input prompt tokens
 * @param output answer tokens; null for embeddings
 * @param cacheRead prompt tokens read from the provider's cache; else as input
 * @param cacheWrite prompt tokens written to the cache; else as input
 * @param longCacheWrite the same for a lifetime of an hour or more; else as cacheWrite
 * @param reasoning reasoning tokens; else as output
 * @param inputAudio prompt tokens that are sound; else as input
 * @param outputAudio answer tokens that are sound; else as output
 * @param image one input image; else nothing beyond its tokens
 * @param request one request; else nothing
 */
public record Rates(
    @Nullable TokenRate input,
    @Nullable TokenRate output,
    @Nullable TokenRate cacheRead,
    @Nullable TokenRate cacheWrite,
    @Nullable TokenRate longCacheWrite,
    @Nullable TokenRate reasoning,
    @Nullable TokenRate inputAudio,
    @Nullable TokenRate outputAudio,
    @Nullable Money image,
    @Nullable Money request) {

  /** Only input and output. */
  public static Rates of(TokenRate input, @Nullable TokenRate output) {
    return new Rates(input, output, null, null, null, null, null, null, null, null);
  }

  /** Whether nothing is charged at all. */
  public boolean free() {
    return zero(input)
        && (output == null || zero(output))
        && (inputAudio == null || zero(inputAudio))
        && (outputAudio == null || zero(outputAudio))
        && (request == null || request.nanos() == 0);
  }

  private static boolean zero(@Nullable TokenRate rate) {
    return rate != null && rate.nanosPerMillion() == 0;
  }
}
