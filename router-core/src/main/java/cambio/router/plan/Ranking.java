package cambio.router.plan;

import java.util.List;
import java.util.random.RandomGenerator;

/** Puts contenders in the order of trying. Implementations are pure and safe for many threads. */
interface Ranking {

  /** The strategy's name, as plans show it and policies select it. */
  String strategyName();

  /** All the contenders, best first. */
  List<Ranked> rank(List<Contender> contenders, RandomGenerator random);

  /** A random order in which cheap endpoints tend to be first, by the inverse square of price. */
  static Ranking priceLottery() {
    return PriceLottery.INSTANCE;
  }

  /** Cheapest first. */
  static Ranking cheapest() {
    return SortedRanking.CHEAPEST;
  }

  /** Most output tokens a second first. */
  static Ranking fastest() {
    return SortedRanking.FASTEST;
  }

  /** Shortest wait for the first event first. */
  static Ranking promptest() {
    return SortedRanking.PROMPTEST;
  }

  /** As the lottery, but endpoints that do markedly worse than their peers come last. */
  static Ranking soundest() {
    return ExactoRanking.INSTANCE;
  }

  /** A random order by shares of traffic, which weigh price, speed and reliability together. */
  static Ranking balanced() {
    return BalancedRanking.INSTANCE;
  }
}
