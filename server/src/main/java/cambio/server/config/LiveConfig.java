package cambio.server.config;

import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlProblemsException;
import cambio.router.catalog.CatalogSnapshot;
import cambio.server.auth.KeyRing;
import cambio.server.auth.LocalKey;
import cambio.server.tenant.StoredKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration of the moment. When {@code cambio.yaml} changes, it is read anew: a good result
 * replaces the state as a whole, so that a call sees the old one or the new one and none is
 * dropped; a bad one is reported and the old state stays. Thread-safe.
 */
public final class LiveConfig implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LiveConfig.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final ConfigFile file;
  private final UnaryOperator<ServerConfig> overrides;
  private final Map<String, String> environment;
  private final CatalogSnapshot shipped;
  private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
  private final @Nullable String localKey;
  private volatile State state;
  private @Nullable FileWatch watch;

  /**
   * Everything that a change replaces, as one value.
   *
   * @param keys those of cambio.yaml, and the local key where it lists none
   */
  public record State(ServerConfig config, KeyRing keys, CatalogFacts facts) {}

  private LiveConfig(
      ConfigFile file,
      UnaryOperator<ServerConfig> overrides,
      Map<String, String> environment,
      RandomGenerator random) {
    this.file = file;
    this.overrides = overrides;
    this.environment = Map.copyOf(environment);
    this.shipped = CatalogFacts.shipped(environment);
    ServerConfig config = overrides.apply(file.read());
    this.localKey =
        config.keys().isEmpty()
            ? LocalKey.obtain(environment.get("CAMBIO_KEY"), config.data().localKey(), random)
            : null;
    this.state = read();
  }

  /**
   * Reads everything.
   *
   * @param overrides what the command line sets over the file
   * @param environment all variables
   * @param random makes the local key where there is none; cryptographically strong
   * @throws YamlProblemsException with everything that is wrong
   */
  public static LiveConfig open(
      ConfigFile file,
      UnaryOperator<ServerConfig> overrides,
      Map<String, String> environment,
      RandomGenerator random) {
    return new LiveConfig(file, overrides, environment, random);
  }

  /** The state of the moment. */
  public State state() {
    return state;
  }

  /** The local key in clear, where it is in force. */
  public @Nullable String localKey() {
    return localKey;
  }

  /** Calls a listener with every new state, after it is in force, on the watch's thread. */
  public void onChange(Consumer<State> listener) {
    listeners.add(listener);
  }

  /** Starts to watch the file. */
  public synchronized void watch() {
    if (watch == null) {
      List<Path> files = file.path() == null ? List.of() : List.of(file.path());
      watch = FileWatch.start(files, LOOK_EVERY, this::reload);
    }
  }

  /** Reads the file now. */
  public synchronized void reload() {
    State before = state;
    try {
      state = read();
    } catch (YamlProblemsException e) {
      e.problems().forEach(problem -> log.error("The change was not taken: {}", problem));
      return;
    }
    log.info(
        "The configuration was read anew: {} keys, {} providers with a credential",
        state.keys().keys().size(),
        state.facts().credentials().live().size());
    restartNeeded(before.config(), state.config());
    listeners.forEach(listener -> listener.accept(state));
  }

  private State read() {
    List<Problem> problems = new ArrayList<>();
    ServerConfig config = overrides.apply(file.read(problems));
    CatalogFacts facts = CatalogFacts.of(shipped, config, environment, problems);
    List<StoredKey> entries = new ArrayList<>(config.keys());
    if (!problems.isEmpty()) {
      throw new YamlProblemsException(problems);
    }
    if (localKey != null && config.keys().isEmpty()) {
      entries.add(LocalKey.entry(localKey));
    }
    return new State(config, new KeyRing(entries), facts);
  }

  private static void restartNeeded(ServerConfig before, ServerConfig after) {
    boolean same =
        before.server().equals(after.server())
            && before.admin().equals(after.admin())
            && before.timeouts().equals(after.timeouts())
            && before.data().equals(after.data())
            && before.content().equals(after.content())
            && before.idempotency().equals(after.idempotency())
            && java.util.Objects.equals(before.redis(), after.redis())
            && before.auth().equals(after.auth())
            && before.money().equals(after.money())
            && before.plugins().equals(after.plugins());
    if (!same) {
      log.warn(
          "server, admin, timeouts, data, content, idempotency, redis, auth, money and plugins take"
              + " effect after a restart");
    }
  }

  @Override
  public synchronized void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
