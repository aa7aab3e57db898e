package cambio.spi;

import java.util.List;

/**
 * What {@link java.util.ServiceLoader} finds: a bag of adapters. A plugin overrides the accessors
 * for what it has.
 *
 * <p>An implementation needs a public constructor without arguments, must not throw from it, and
 * must not start threads or open files or sockets. It is asked for its parts once, at start. Every
 * part must be safe for use by many threads at once.
 */
public interface ProviderPlugin {

  /** A short name for logs and reports, such as {@code acme}. Unique among the loaded plugins. */
  String name();

  /**
   * The version of this interface family that the plugin was written against, normally {@link
   * SpiVersion#CURRENT} as a compiled-in constant. A plugin outside the supported range is refused
   * by name at load.
   */
  int spiVersion();

  /** The chat dialects that this plugin speaks. */
  default List<ProviderAdapter> adapters() {
    return List.of();
  }

  /** The embedding dialects that this plugin speaks. */
  default List<EmbeddingAdapter> embeddings() {
    return List.of();
  }

  /** The dialects in which this plugin can ask the provider to count tokens. */
  default List<TokenCounter> tokenCounters() {
    return List.of();
  }

  /** The ways in which this plugin turns a long-lived credential into a bearer token. */
  default List<TokenExchange> tokenExchanges() {
    return List.of();
  }
}
