package cambio.server.quota;

import cambio.router.quota.HoldLevel;
import java.util.List;

/**
 * Which of the amounts that will do is held, given what is free of each budget. Pure.
 *
 * @param taken whether one is held
 * @param level the index of that one; where none is, of the one that a slice would make possible
 * @param line the index of the budget that stands in the way
 * @param sliceHelps whether that budget is pooled and the pool has not been asked
 * @param heldOnly whether it would do once what other calls hold is given back
 */
record LevelChoice(boolean taken, int level, int line, boolean sliceHelps, boolean heldOnly) {

  private static final int MODEST_PART = 4;

  /**
   * A budget as it stands.
   *
   * @param free what is free
   * @param held what calls hold
   * @param growing whether a slice may be added to it
   */
  record Balance(long free, long held, boolean growing) {}

  /** The choice; without levels nothing needs to be held. */
  static LevelChoice of(List<HoldLevel> levels, List<Balance> balances, boolean patient) {
    if (levels.isEmpty() || balances.isEmpty()) {
      return new LevelChoice(true, -1, -1, false, false);
    }
    for (int level = 0; level < levels.size(); level++) {
      HoldLevel wanted = levels.get(level);
      int fixed = tightest(wanted, balances, false);
      int growing = fixed < 0 ? tightest(wanted, balances, true) : -1;
      if (fixed < 0 && growing < 0) {
        return new LevelChoice(true, level, -1, false, false);
      }
      if (fixed < 0 && wanted.fit() != HoldLevel.Fit.MODEST) {
        return new LevelChoice(false, level, growing, true, false);
      }
      if (patient && wanted.fit() == HoldLevel.Fit.WORTH_WAITING && waits(wanted, balances)) {
        return new LevelChoice(false, level, fixed, false, true);
      }
    }
    HoldLevel least = levels.getLast();
    int line = least(balances);
    return new LevelChoice(false, levels.size() - 1, line, false, waits(least, balances));
  }

  /** The budget of this kind that does not allow it and has the least; -1 where all allow it. */
  private static int tightest(HoldLevel level, List<Balance> balances, boolean growing) {
    int tightest = -1;
    for (int i = 0; i < balances.size(); i++) {
      Balance balance = balances.get(i);
      if (balance.growing == growing
          && !allows(level, balance)
          && (tightest < 0 || balance.free < balances.get(tightest).free)) {
        tightest = i;
      }
    }
    return tightest;
  }

  private static boolean allows(HoldLevel level, Balance balance) {
    long amount = level.amount().nanos();
    return level.fit() == HoldLevel.Fit.MODEST
        ? amount <= balance.free / MODEST_PART
        : amount <= balance.free;
  }

  private static boolean waits(HoldLevel level, List<Balance> balances) {
    for (Balance balance : balances) {
      if (level.amount().nanos() > balance.free + balance.held) {
        return false;
      }
    }
    return true;
  }

  private static int least(List<Balance> balances) {
    int least = 0;
    for (int i = 1; i < balances.size(); i++) {
      if (balances.get(i).free < balances.get(least).free) {
        least = i;
      }
    }
    return least;
  }
}
