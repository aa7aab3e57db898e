package cambio.server.quota;

import cambio.router.money.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what the scripts of the shared store return. */
final class RedisLeaseAnswer {

  private RedisLeaseAnswer() {}

  static LeaseAnswer read(List<Object> answer, LeaseRequest request) {
    String word = text(answer, 0);
    return switch (word) {
      case "granted" ->
          new LeaseAnswer.Granted(
              (int) number(answer, 1),
              texts(list(answer, 2)).stream().map(RedisLeaseAnswer::money).toList(),
              readings(list(answer, 3), request),
              texts(list(answer, 4)));
      case "slow" -> {
        int line = (int) number(answer, 1);
        RateReading reading =
            reading(list(answer, 2), request.rates().get(line), number(answer, 3));
        yield new LeaseAnswer.RateRefused(line, reading, texts(list(answer, 4)));
      }
      case "refused" ->
          new LeaseAnswer.SpendRefused(
              (int) number(answer, 1),
              new Money(number(answer, 2)),
              number(answer, 3) == 1,
              texts(list(answer, 4)));
      case "slice" ->
          new LeaseAnswer.SliceShort(
              (int) number(answer, 1),
              new Money(number(answer, 2)),
              new Slice(new Money(number(answer, 3)), number(answer, 4)),
              texts(list(answer, 5)));
      case "rebuild" -> new LeaseAnswer.Rebuild(text(answer, 1), texts(list(answer, 2)));
      case "unknown" -> new LeaseAnswer.Unknown();
      default -> throw new IllegalStateException("the script answered " + word);
    };
  }

  static SliceAnswer slice(List<Object> answer) {
    return text(answer, 0).equals("rebuild")
        ? new SliceAnswer.Rebuild(text(answer, 1))
        : new SliceAnswer.Given(
            new Slice(new Money(number(answer, 1)), number(answer, 2)),
            new Money(number(answer, 3)),
            texts(list(answer, 4)));
  }

  static ShrinkAnswer shrink(List<Object> answer) {
    return new ShrinkAnswer(
        number(answer, 0) == 1,
        new Slice(new Money(number(answer, 1)), number(answer, 2)),
        new Money(number(answer, 3)));
  }

  static List<String> texts(List<?> answer) {
    return answer.stream().map(String::valueOf).toList();
  }

  private static List<RateReading> readings(List<?> answer, LeaseRequest request) {
    List<RateReading> readings = new ArrayList<>(answer.size());
    for (int i = 0; i < answer.size(); i++) {
      readings.add(reading(list(answer, i), request.rates().get(i), 0));
    }
    return readings;
  }

  private static RateReading reading(List<?> answer, RateLine line, long waitMicros) {
    return new RateReading(
        line.limit(), number(answer, 0), micros(number(answer, 1)), micros(waitMicros));
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }

  private static Money money(String nanos) {
    return new Money(Long.parseLong(nanos));
  }

  private static String text(List<?> answer, int index) {
    return String.valueOf(answer.get(index));
  }

  private static long number(List<?> answer, int index) {
    return Long.parseLong(text(answer, index));
  }

  private static List<?> list(List<?> answer, int index) {
    return answer.get(index) instanceof List<?> list ? list : List.of();
  }
}
