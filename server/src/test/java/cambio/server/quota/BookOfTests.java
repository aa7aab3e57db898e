package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A ledger of a few lines for tests: what was settled, by workspace and by generation. */
final class BookOfTests implements SpendSource {

  private final Map<String, Money> bySubject = new ConcurrentHashMap<>();
  private final Map<String, Money> byGeneration = new ConcurrentHashMap<>();
  private volatile boolean away;
  private volatile boolean behind;

  /** A generation cost this much, of a workspace and further subjects. */
  synchronized void wrote(String generation, long nanos, String... subjects) {
    byGeneration.put(generation, new Money(nanos));
    for (String subject : subjects) {
      bySubject.merge(subject, new Money(nanos), Money::plus);
    }
  }

  void falls(boolean nowBehind) {
    behind = nowBehind;
  }

  @Override
  public boolean behind() {
    return behind;
  }

  void goesAway() {
    away = true;
  }

  void returns() {
    away = false;
  }

  private void check() {
    if (away) {
      throw new IllegalStateException("the book is away");
    }
  }

  @Override
  public Money spent(Scope scope, String subject, Instant from) {
    check();
    return bySubject.getOrDefault(subject, Money.ZERO);
  }

  @Override
  public synchronized Moment moment(List<Sum> sums, List<String> generations) {
    return new Moment(
        sums.stream().map(sum -> spent(sum.scope(), sum.subject(), sum.from())).toList(),
        generations.stream().filter(byGeneration::containsKey).collect(Collectors.toSet()));
  }

  @Override
  public Map<String, Money> spentByWorkspace(String organization, Instant from) {
    check();
    Map<String, Money> found = new HashMap<>();
    bySubject.forEach((subject, spent) -> {
      if (subject.startsWith(organization + "/")) {
        found.put(subject, spent);
      }
    });
    return found;
  }

  @Override
  public @Nullable Money settled(String generationId) {
    check();
    return byGeneration.get(generationId);
  }
}
