package cambio.server.store;

import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.spi.FailureKind;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A served request as it is kept. Holds counts, money, timings and outcomes, never text.
 *
 * @param id {@code gen_} and a UUIDv7, so ids are ordered by time
 * @param owner whose it is
 * @param region where the router runs; {@code default} where nothing is configured
 * @param surface the door it came through
 * @param requestedModels as the caller named them
 * @param answeredBy who answered; null where nobody did
 * @param strategy the rule that ordered the candidates; null where no plan was made
 * @param catalogVersion the facts that the plan was made from; null where no plan was made
 * @param category the task that it was classified as; null where it was not
 * @param receivedAt when the whole request was there, to the microsecond
 * @param timeToFirstEvent null where no event came
 * @param finishReason of the first choice; null where none finished
 * @param nativeFinishReason the provider's own word for it
 * @param failureKind null where it was answered
 * @param usage null where no attempt consumed anything
 * @param cost null where nothing is known to be charged; unknown is never zero
 * @param bill how the cost is charged; null where there is none
 * @param attempts in order
 * @param cachedFrom the generation whose stored answer was given; null where it was generated
 */
public record GenerationRow(
    String id,
    String requestId,
    Owner owner,
    String region,
    String surface,
    @Nullable String app,
    @Nullable String sessionId,
    List<String> requestedModels,
    @Nullable AnsweredBy answeredBy,
    @Nullable String strategy,
    @Nullable String catalogVersion,
    @Nullable String category,
    Instant receivedAt,
    @Nullable Duration timeToFirstEvent,
    Duration duration,
    boolean streamed,
    Outcome outcome,
    @Nullable FinishReason finishReason,
    @Nullable String nativeFinishReason,
    @Nullable FailureKind failureKind,
    @Nullable Usage usage,
    boolean usageEstimated,
    @Nullable Cost cost,
    @Nullable Bill bill,
    List<AttemptRow> attempts,
    @Nullable String cachedFrom) {

  /** The layout of rows written now. */
  public static final int SCHEMA_VERSION = 2;

  public GenerationRow {
    requestedModels = List.copyOf(requestedModels);
    attempts = List.copyOf(attempts);
    if ((cost == null) != (bill == null)) {
      throw new IllegalArgumentException("a cost and its bill come together");
    }
  }

  /**
   * Whose generation it is.
   *
   * @param keyId SHA-256 of the key; {@code default} where none is configured
   * @param member for whom the key was made; null where for nobody
   * @param endUser the caller's own id of its end user
   */
  public record Owner(
      String organization,
      String workspace,
      String keyId,
      @Nullable String member,
      @Nullable String endUser) {

    /** An owner whose key was made for nobody in particular. */
    public Owner(String organization, String workspace, String keyId, @Nullable String endUser) {
      this(organization, workspace, keyId, null, endUser);
    }
  }

  /** Who answered, and at which tariff. */
  public record AnsweredBy(
      String model, String provider, String endpoint, @Nullable String priceVersion) {}

  /**
   * How a cost is charged.
   *
   * @param at when it was known, to the microsecond
   * @param fee on top of it, where fees are taken on usage
   * @param prepaid whether the organisation may use only what it was granted
   */
  public record Bill(Instant at, Money fee, boolean prepaid) {}

  /** How a generation ended. */
  public enum Outcome {
    /** The answer was complete. */
    COMPLETED,
    /** Refused or failed before the first token. */
    FAILED,
    /** Failed after the first token. */
    BROKEN,
    /** The caller left. */
    CANCELLED
  }
}
