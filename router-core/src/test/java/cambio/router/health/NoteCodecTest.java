package cambio.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.health.Breaker.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class NoteCodecTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @Property(tries = 200)
  void whatWasWrittenIsRead(@ForAll long seed) {
    EndpointReport report = report(new Random(seed));
    assertThat(NoteCodec.decode(NoteCodec.encode(report))).isEqualTo(report);
  }

  @Property(tries = 500)
  void whatIsNoReportIsPassedOver(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = NoteCodec.encode(report(random));
    assertThat(NoteCodec.decode(Arrays.copyOf(bytes, random.nextInt(bytes.length)))).isNull();
    for (int i = 0; i < 5; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      // Whatever it gives: it does not throw, and what it gives can be used.
      EndpointReport read = NoteCodec.decode(bytes);
      if (read != null) {
        read.totals(Window.MINUTES_5, NOW.toEpochMilli());
      }
    }
  }

  @Example
  void anotherVersionIsPassedOver() {
    byte[] bytes = NoteCodec.encode(report(new Random(1)));
    bytes[0] = 2;
    assertThat(NoteCodec.decode(bytes)).isNull();
    HealthBook book = new HealthBook();
    assertThat(book.heard("other", new HealthNote("acme:large", bytes), NOW)).isFalse();
    assertThat(book.heard("other", new HealthNote("", bytes), NOW)).isFalse();
  }

  @Example
  void cooldownsAreReadAndBounded() {
    CooldownKey key = new CooldownKey("acme:large", "acme/main");
    CooldownKey far = new CooldownKey("", "acme/main");
    byte[] bytes =
        CooldownNotes.encode(Map.of(key, NOW.plusSeconds(7), far, NOW.plusSeconds(86_400)));
    assertThat(CooldownNotes.decode(bytes, NOW))
        .isEqualTo(Map.of(key, NOW.plusSeconds(7), far, NOW.plusSeconds(600)));
  }

  private static EndpointReport report(Random random) {
    long at = NOW.toEpochMilli() - random.nextInt(100_000);
    State state = State.values()[random.nextInt(3)];
    List<WindowTotals> windows =
        List.of(
            WindowTotals.NONE,
            WindowTotalsTest.totals(random),
            WindowTotals.NONE,
            WindowTotalsTest.totals(random));
    CapacityCap cap =
        random.nextBoolean() ? CapacityCap.NONE : new CapacityCap(random.nextInt(100), at);
    return new EndpointReport(
        at, state, at + 5, 0, cap, new DecayingRate(random.nextInt(50), at), windows);
  }
}
