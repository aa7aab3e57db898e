package cambio.server.surface.grpc;

import cambio.server.execution.Delivery;
import cambio.server.execution.ResponseCacheOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an answer is to be brought home.
 *
 * @param delivery what the engine may do for it
 * @param timeout for the whole call; null where the caller does not say
 * @param keepAlive how often a silent stream gives a sign of life; null for never
 * @param includeRoute whether the report shows the route
 */
record DeliveryOptions(
    Delivery delivery,
    @Nullable Duration timeout,
    @Nullable Duration keepAlive,
    boolean includeRoute) {

  /** The same with another use of the cache of answers. */
  DeliveryOptions caching(@Nullable ResponseCacheOptions cache) {
    return cache == null
        ? this
        : new DeliveryOptions(delivery.caching(cache), timeout, keepAlive, includeRoute);
  }

  /** The same, healing or not. */
  DeliveryOptions healing(boolean heal) {
    return heal
        ? new DeliveryOptions(delivery.healing(true), timeout, keepAlive, includeRoute)
        : this;
  }

  static final DeliveryOptions NONE = new DeliveryOptions(Delivery.standard(), null, null, false);
}
