package cambio.testkit;

import cambio.spi.DecodeContext;
import cambio.spi.EncodeContext;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.UpstreamRequest;
import cambio.testkit.Outcome.Aspect;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks recordings of one dialect. */
public final class Replayer {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  /** What no exception may touch. */
  private static final Pattern PROTECTED =
      Pattern.compile("tool|function|stream|reason|think", Pattern.CASE_INSENSITIVE);

  private final RecordedDialect dialect;

  /** Checks recordings of this dialect. */
  public Replayer(RecordedDialect dialect) {
    this.dialect = dialect;
  }

  /** Checks one recording. */
  public Outcome check(Recording recording) {
    Map<Aspect, List<String>> misses = new EnumMap<>(Aspect.class);
    Set<Rule> rules = new LinkedHashSet<>();
    RecordedRequest read = read(recording, misses, rules);
    if (read != null) {
      guarded(misses, Aspect.REQUEST, () -> request(recording, read, rules));
    }
    if (recording.successful()) {
      Feeding feeding = feeding(recording, read);
      guarded(misses, Aspect.ANSWER, () -> answer(recording, feeding));
      guarded(misses, Aspect.CUTS, () -> cuts(recording, feeding));
    } else {
      guarded(misses, Aspect.ANSWER, () -> classified(recording));
    }
    return new Outcome(recording, misses, rules);
  }

  private interface Check {
    List<String> run();
  }

  private static void guarded(Map<Aspect, List<String>> misses, Aspect aspect, Check check) {
    List<String> found;
    try {
      found = check.run();
    } catch (RuntimeException | AssertionError e) {
      StackTraceElement[] trace = e.getStackTrace();
      found = List.of(e + (trace.length == 0 ? "" : " at " + trace[0]));
    }
    if (!found.isEmpty()) {
      misses.computeIfAbsent(aspect, a -> new ArrayList<>()).addAll(found);
    }
  }

  private @Nullable RecordedRequest read(
      Recording recording, Map<Aspect, List<String>> misses, Set<Rule> rules) {
    if (!recording.request().isObject()) {
      return null;
    }
    try {
      return dialect.read(recording);
    } catch (RuntimeException e) {
      // A reader that stumbles is a miss of this recording, not the end of the replay.
      String why = e instanceof UnreadableRequest ? e.getMessage() : e.toString();
      Difference refused = new Difference("unreadable: " + why, recording.request(), null);
      guarded(misses, Aspect.REQUEST, () -> unlisted(List.of(refused), recording, rules));
      return null;
    }
  }

  private List<String> request(Recording recording, RecordedRequest read, Set<Rule> rules) {
    UpstreamRequest sent;
    try {
      sent =
          dialect
              .adapter()
              .encode(
                  read.request(),
                  new EncodeContext(read.endpoint(), read.credential(), NOW, "recorded", false));
    } catch (FailureException e) {
      Difference refused = new Difference("refused: " + e.getMessage(), recording.request(), null);
      return unlisted(List.of(refused), recording, rules);
    }
    List<String> misses = new ArrayList<>();
    String path = sent.path().replaceFirst("\\?.*", "");
    if (!segments(path).equals(segments(recording.path()))) {
      misses.add("path: recorded " + recording.path() + ", sent " + path);
    }
    if (!sent.method().equals(recording.method())) {
      misses.add("method: recorded " + recording.method() + ", sent " + sent.method());
    }
    List<Difference> differences =
        JsonDiff.between(
            dialect.canonical(recording.request()), dialect.canonical(Json.parse(sent.body())));
    misses.addAll(unlisted(differences, recording, rules));
    return misses;
  }

  /** The decoded segments: clients differ in what they percent-encode, servers read the same. */
  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  private List<String> unlisted(List<Difference> differences, Recording recording, Set<Rule> used) {
    List<String> misses = new ArrayList<>();
    for (Difference difference : differences) {
      Rule rule = ruleFor(difference, recording);
      if (rule == null) {
        misses.add(difference.toString());
      } else if (rule.kind() == Rule.Kind.EXCEPTION
          && PROTECTED.matcher(difference.path()).find()) {
        misses.add("exception " + rule.name() + " touches what it may not: " + difference);
      } else {
        used.add(rule);
      }
    }
    return misses;
  }

  private @Nullable Rule ruleFor(Difference difference, Recording recording) {
    for (Rule rule : dialect.rules()) {
      if (rule.allows().test(difference, recording)) {
        return rule;
      }
    }
    return null;
  }

  private Feeding feeding(Recording recording, @Nullable RecordedRequest read) {
    RecordedRequest context = read == null ? Endpoints.unknown() : read;
    return new Feeding(
        dialect.adapter(),
        new DecodeContext(recording.head(), context.endpoint(), recording.stream()),
        recording.body());
  }

  private List<String> answer(Recording recording, Feeding feeding) {
    Answer expected = dialect.expected(recording);
    EventLog log = feeding.whole();
    Answer actual = log.answer();
    if (expected.equals(actual)) {
      return List.of();
    }
    Failure failure = log.failure();
    return List.of(
        "expected " + expected + "\n         was " + actual + (failure == null ? "" : failure));
  }

  private static List<String> cuts(Recording recording, Feeding feeding) {
    List<String> misses = new ArrayList<>();
    String difference = feeding.firstDifference(recording.id().hashCode());
    if (!difference.isEmpty()) {
      misses.add(difference);
    }
    misses.addAll(FrameChecks.misses(feeding.whole()));
    return misses;
  }

  private List<String> classified(Recording recording) {
    Failure failure = dialect.adapter().classify(recording.head(), recording.body());
    List<String> misses = new ArrayList<>();
    int status = recording.head().status();
    Set<FailureKind> allowed = allowedKinds(status);
    if (!allowed.contains(failure.kind())) {
      misses.add("status " + status + " is " + failure.kind() + ", expected one of " + allowed);
    }
    if (failure.message().isBlank() || !Integer.valueOf(status).equals(failure.upstreamStatus())) {
      misses.add("a failure needs a message and the status: " + failure);
    }
    return misses;
  }

  private static Set<FailureKind> allowedKinds(int status) {
    return switch (status) {
      case 400, 413, 422 ->
          Set.of(
              FailureKind.INVALID_REQUEST,
              FailureKind.CONTEXT_LENGTH_EXCEEDED,
              FailureKind.CONTENT_FILTERED,
              FailureKind.PAYLOAD_TOO_LARGE,
              FailureKind.PROVIDER_ERROR,
              FailureKind.PROVIDER_CREDENTIALS);
      case 401, 402 -> Set.of(FailureKind.PROVIDER_CREDENTIALS);
      case 403 -> Set.of(FailureKind.PROVIDER_CREDENTIALS, FailureKind.CONTENT_FILTERED);
      case 429 -> Set.of(FailureKind.RATE_LIMITED, FailureKind.PROVIDER_CREDENTIALS);
      case 503, 529 -> Set.of(FailureKind.OVERLOADED);
      default -> Set.of(FailureKind.PROVIDER_ERROR, FailureKind.OVERLOADED);
    };
  }
}
