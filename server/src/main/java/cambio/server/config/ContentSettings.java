package cambio.server.config;

import cambio.spi.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may be kept of text, and how. Calls under zero data retention leave nothing whatever it
 * says.
 *
 * @param reasoning whether a model's reasoning is kept between the turns of a tool conversation
 * @param answers whether whole answers are kept for those that ask for it
 * @param ttl how long reasoning is kept, over 0
 * @param key seals what is kept: base64 of 32 bytes; null for the one in the data directory
 * @param memory most bytes that are kept in memory, before the database
 */
public record ContentSettings(
    boolean reasoning, boolean answers, Duration ttl, @Nullable Secret key, long memory) {}
