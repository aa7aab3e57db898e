package cambio.server.admin;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One reason why a router might not be ready.
 *
 * @param name of what is looked at, e.g. {@code store}
 * @param required whether the router is not ready while it is in trouble; else it is only told
 * @param trouble null where all is well, else one sentence. Must not block
 */
public record HealthCheck(String name, boolean required, Supplier<@Nullable String> trouble) {}
