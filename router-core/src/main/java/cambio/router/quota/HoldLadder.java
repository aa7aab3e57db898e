package cambio.router.quota;

import cambio.router.ledger.FeePolicy;
import cambio.router.money.Money;
import cambio.router.money.PriceTier;
import cambio.router.money.PriceVersion;
import cambio.router.money.Tariff;
import cambio.router.plan.Candidate;
import cambio.router.plan.RequestTraits;
import cambio.spi.event.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How much has to be held for a call, from the most to the least that will do. The most pays for
 * the dearest candidate; a smaller one for the cheaper candidates only, or for a shorter answer.
 *
 * <p>The prompt counts with its upper bound (a token a byte, and the template); what may be sound
 * counts at the price of sound where that is dearer. The output counts with what answers of this
 * key and model usually need where the hold can grow while it streams, and with some more while
 * there is plenty, so that few streams have to ask in the middle; where it cannot grow, because the
 * answer comes whole or reasons out of sight, with its maximum, or with less and a lower {@code
 * max_tokens}.
 */
public final class HoldLadder {

  private static final int LEVELS_MAX = 8;

  /** However short answers usually are: several tokens may come in one piece. */
  private static final long LEAST_TOKENS = 256;

  private static final int[] SHARES = {4, 2};

  private final RequestTraits traits;
  private final Instant now;
  private final FeePolicy fees;

  /**
   * A ladder for requests of these traits.
   *
   * @param now decides which rates are in force
   * @param fees on top of what is held, where they are taken on usage
   */
  public HoldLadder(RequestTraits traits, Instant now, FeePolicy fees) {
    this.traits = traits;
    this.now = now;
    this.fees = fees;
  }

  /**
   * The levels for candidates, highest first; empty where all are free of charge.
   *
   * @param usual what an answer usually needs, in tokens of one choice
   * @param growing whether the hold can grow while the answer comes
   */
  public List<HoldLevel> levels(List<Candidate> candidates, long usual, boolean growing) {
    List<HoldLevel> levels = new ArrayList<>();
    long most = mostTokens(candidates);
    long expected = Math.min(most, multiply(Math.max(usual, LEAST_TOKENS)));
    if (!growing && expected < most) {
      add(levels, dearest(candidates, most), most, HoldLevel.Fit.WORTH_WAITING);
      for (int share : SHARES) {
        if (expected * share < most) {
          Money amount = dearest(candidates, expected * share);
          add(levels, amount, expected * share, HoldLevel.Fit.MODEST);
        }
      }
    }
    long comfort = Math.min(most, TopUp.comfort(expected));
    if (growing && expected < comfort) {
      add(levels, dearest(candidates, comfort), comfort, HoldLevel.Fit.MODEST);
    }
    TreeSet<Money> amounts = new TreeSet<>();
    for (Candidate candidate : candidates) {
      amounts.add(ceiling(candidate, expected));
    }
    Money least = amounts.isEmpty() ? Money.ZERO : amounts.first();
    for (Money amount : amounts.descendingSet()) {
      if (amount.equals(least) || levels.size() < LEVELS_MAX - 1) {
        add(levels, amount, expected, HoldLevel.Fit.AFFORDABLE);
      }
    }
    return levels;
  }

  /** Whether a candidate is paid for by a hold. */
  public boolean covers(HoldLevel level, Candidate candidate) {
    return ceiling(candidate, level.outputTokens()).compareTo(level.amount()) <= 0;
  }

  /**
   * What a candidate costs at most for so many tokens of output; zero where its price is unknown,
   * for then nothing will be charged.
   */
  public Money ceiling(Candidate candidate, long outputTokens) {
    PriceVersion price = candidate.price();
    if (price == null || !Tariff.known(price)) {
      return Money.ZERO;
    }
    int bound = traits.inputTokensBound();
    int output = (int) Math.min(outputTokens, Integer.MAX_VALUE);
    Usage longest =
        Usage.of(bound, output)
            .withAudio(traits.prompt().audioBound(), traits.maySpeak() ? output : 0);
    Money most = Tariff.of(price, 0, now).ceiling(longest, traits.images());
    for (PriceTier tier : price.tiers()) {
      if (bound > tier.aboveInputTokens()) {
        // The true prompt may be short enough for a lower tier, which need not be the cheaper one.
        Tariff tariff = Tariff.of(price, tier.aboveInputTokens() + 1L, now);
        Money dear = tariff.ceiling(longest, traits.images());
        most = dear.compareTo(most) > 0 ? dear : most;
      }
    }
    return most.plus(fees.ofUsage(most));
  }

  /** The longest answer that any candidate may give, in tokens of all choices. */
  public long mostTokens(List<Candidate> candidates) {
    long most = 0;
    for (Candidate candidate : candidates) {
      most = Math.max(most, mostTokens(candidate));
    }
    return most;
  }

  private long mostTokens(Candidate candidate) {
    Integer asked = traits.maxOutputTokens();
    Integer endpoint = candidate.endpoint().maxOutputTokens();
    Integer context = candidate.endpoint().contextLength();
    long own = endpoint != null ? endpoint : context != null ? context : UNKNOWN_MAX;
    return multiply(asked == null ? own : Math.max(0, asked));
  }

  /** What is taken for the longest answer where neither caller nor catalogue says. */
  private static final long UNKNOWN_MAX = 32_000;

  private Money dearest(List<Candidate> candidates, long tokens) {
    Money dearest = Money.ZERO;
    for (Candidate candidate : candidates) {
      Money amount = ceiling(candidate, tokens);
      dearest = amount.compareTo(dearest) > 0 ? amount : dearest;
    }
    return dearest;
  }

  private long multiply(long tokensOfOne) {
    return Math.min(Integer.MAX_VALUE, tokensOfOne * Math.max(1, traits.choices()));
  }

  /** Nothing is held for nothing, unless something costs more. */
  private static void add(List<HoldLevel> levels, Money amount, long tokens, HoldLevel.Fit fit) {
    if (amount.nanos() > 0 || !levels.isEmpty()) {
      levels.add(new HoldLevel(amount, tokens, fit));
    }
  }
}
