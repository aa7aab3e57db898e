package cambio.server.quota;

import cambio.router.money.Money;
import java.util.List;

/** What a store answers to a {@link LeaseRequest}. */
public sealed interface LeaseAnswer {

  /**
   * All of it is held.
   *
   * @param level the index of the level that is held; -1 where there was none to choose
   * @param left what is free of each budget after it
   * @param rates where each rate stands after it
   * @param expired leases of the root whose time is over, a few of them
   */
  record Granted(int level, List<Money> left, List<RateReading> rates, List<String> expired)
      implements LeaseAnswer {
    public Granted {
      left = List.copyOf(left);
      rates = List.copyOf(rates);
      expired = List.copyOf(expired);
    }
  }

  /**
   * A rate does not allow it; nothing is held.
   *
   * @param line the index of the rate with the longest wait
   */
  record RateRefused(int line, RateReading reading, List<String> expired) implements LeaseAnswer {
    public RateRefused {
      expired = List.copyOf(expired);
    }
  }

  /**
   * A budget does not allow it; nothing is held.
   *
   * @param line the index of the budget with the least
   * @param free what is free of it; negative for a debt
   * @param heldOnly whether it would do once what other calls hold is given back unspent
   */
  record SpendRefused(int line, Money free, boolean heldOnly, List<String> expired)
      implements LeaseAnswer {
    public SpendRefused {
      expired = List.copyOf(expired);
    }
  }

  /**
   * The root has too little of a pooled budget; nothing is held. A slice of the pool may help.
   *
   * @param wanted what lacks for the highest level that the other budgets allow
   * @param slice what the root has of the pool
   */
  record SliceShort(int line, Money wanted, Slice slice, List<String> expired)
      implements LeaseAnswer {
    public SliceShort {
      expired = List.copyOf(expired);
    }
  }

  /**
   * Some budgets are not known to the store, or not to be trusted: they are to be loaded first.
   *
   * @param generation to be handed back with what is loaded
   * @param counters which ones
   */
  record Rebuild(String generation, List<String> counters) implements LeaseAnswer {
    public Rebuild {
      counters = List.copyOf(counters);
    }
  }

  /** The lease that was to grow is not there. */
  record Unknown() implements LeaseAnswer {}

  /** The reaper's hint that an answer carries. */
  default List<String> expiredLeases() {
    return switch (this) {
      case Granted granted -> granted.expired();
      case RateRefused refused -> refused.expired();
      case SpendRefused refused -> refused.expired();
      case SliceShort shortage -> shortage.expired();
      case Rebuild rebuild -> List.of();
      case Unknown unknown -> List.of();
    };
  }
}
