package cambio.spi.request;

import cambio.spi.Parameter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the caller says about prompt caches for the whole request; breakpoints within it are {@link
 * CacheHint}s.
 *
 * @param key conversations of one key share a cache, where the provider has such keys
 * @param automatic a request-wide hint: the router or the provider sets the breakpoints, or nobody
 *     does ({@link CacheHint#OFF}); null where the caller does not say
 */
public record CacheOptions(@Nullable String key, @Nullable CacheHint automatic) {

  private static final CacheOptions NONE = new CacheOptions(null, null);

  /** Nothing said. */
  public static CacheOptions none() {
    return NONE;
  }

  void addParametersTo(Set<Parameter> used) {
    OutputOptions.addIf(used, key != null, Parameter.PROMPT_CACHE_KEY);
    OutputOptions.addIf(used, automatic != null && !automatic.off(), Parameter.CACHE_CONTROL);
  }
}
