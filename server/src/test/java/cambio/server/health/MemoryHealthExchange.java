package cambio.server.health;

import cambio.router.health.HealthNote;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What an exchange does, said as plainly as possible; the one in Redis must do the same. */
final class MemoryHealthExchange implements HealthExchange {

  private record Numbered(long number, From from) {}

  private final List<Numbered> notes = new ArrayList<>();
  private long last;

  @Override
  public synchronized CompletionStage<Void> tell(String router, List<HealthNote> told) {
    for (HealthNote note : told) {
      notes.removeIf(old ->
          old.from.router().equals(router) && old.from.note().subject().equals(note.subject()));
      notes.add(new Numbered(++last, new From(router, note)));
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<Heard> hear(String router, long since, int most) {
    List<Numbered> newer =
        notes.stream()
            .filter(note -> note.number > (since > last ? 0 : since))
            .limit(most)
            .toList();
    long upTo = newer.isEmpty() ? (since > last ? 0 : since) : newer.getLast().number;
    List<From> others =
        newer.stream().map(Numbered::from).filter(one -> !one.router().equals(router)).toList();
    return CompletableFuture.completedFuture(new Heard(upTo, newer.size() == most, others));
  }
}
