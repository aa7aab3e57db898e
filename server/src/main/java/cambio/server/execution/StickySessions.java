package cambio.server.execution;

import cambio.router.plan.Candidate;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.router.sticky.Conversation;
import cambio.router.sticky.Pin;
import cambio.router.sticky.Stickiness;
import cambio.spi.event.Usage;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where conversations are held: what this router has held itself, else what the other routers say.
 * Of its own the longest unused are forgotten first. Never blocks; safe from any thread.
 */
public final class StickySessions {

  /** About 200 bytes each. */
  private static final int MOST = 100_000;

  private static final CompletionStage<?> KNOWN = CompletableFuture.completedFuture(null);

  private final Cache<String, Pin> pins =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterAccess(Stickiness.LONG_LIFE)
          .executor(Runnable::run)
          .build();
  private final InstantSource clock;
  private final PinStore shared;

  /**
   * Nothing is held here yet.
   *
   * @param shared where the other routers hold theirs
   */
  public StickySessions(InstantSource clock, PinStore shared) {
    this.clock = clock;
    this.shared = shared;
  }

  /** Of a router that has no others. */
  public StickySessions(InstantSource clock) {
    this(clock, PinStore.NONE);
  }

  /**
   * Finds out where a call's conversation is held, so that its plan can go by it. Done at once
   * where that is known here, or no other router could know; else within the store's few
   * milliseconds.
   */
  CompletionStage<?> lookUp(GenerationCall call, RequestTraits traits) {
    Conversation conversation = shared == PinStore.NONE ? null : conversation(call, traits);
    if (conversation == null || pins.getIfPresent(conversation.key()) != null) {
      return KNOWN;
    }
    return shared
        .find(conversation.key())
        .thenAccept(pin -> {
          if (pin != null) {
            pins.put(conversation.key(), pin);
          }
        });
  }

  /** The plan, with the conversation's endpoint first where it is held and that is worth it. */
  RoutePlan apply(GenerationCall call, RequestTraits traits, RoutePlan plan) {
    if (plan.candidates().size() < 2 || pins.estimatedSize() == 0) {
      return plan;
    }
    Conversation conversation = conversation(call, traits);
    Pin pin = conversation == null ? null : pins.getIfPresent(conversation.key());
    return pin == null ? plan : Stickiness.apply(plan, pin, traits, clock.instant());
  }

  /** A call was answered whole by this candidate. */
  void answered(GenerationCall call, RequestTraits traits, Candidate served, Usage usage) {
    Instant now = clock.instant();
    // Most calls end here: who does not cache cheaply holds nothing, and held nothing.
    Conversation conversation =
        Stickiness.saves(served, traits, now) || pins.estimatedSize() > 0
            ? conversation(call, traits)
            : null;
    if (conversation == null) {
      return;
    }
    Pin before = pins.getIfPresent(conversation.key());
    Pin after = Stickiness.after(before, served, usage, conversation.named(), traits, now);
    if (after != null) {
      pins.put(conversation.key(), after);
      shared.keep(conversation.key(), after);
    } else if (before != null) {
      pins.invalidate(conversation.key());
      shared.keep(conversation.key(), null);
    }
  }

  /**
   * Null where it is not to be held anywhere: the caller gave an order of its own, or names no
   * model, which its plan refuses.
   */
  private static @Nullable Conversation conversation(GenerationCall call, RequestTraits traits) {
    List<String> models = call.route().models();
    return call.route().preferences().order().isEmpty() && !models.isEmpty()
        ? Conversation.of(
            call.request(),
            models.getFirst(),
            call.context().principal(),
            call.context().sessionId(),
            traits.estimatedInputTokens())
        : null;
  }
}
