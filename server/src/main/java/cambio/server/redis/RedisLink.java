package cambio.server.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to Redis or to a Redis Cluster. While it is away commands fail at once; after
 * its return nothing that was sent before is sent again, for a decision that came too late has
 * already been taken elsewhere. The router starts without it, too.
 */
public final class RedisLink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration RECONNECT = Duration.ofMillis(500);
  private static final Duration TOPOLOGY_PERIOD = Duration.ofSeconds(2);
  private static final Duration TOPOLOGY_AT_MOST_EVERY = Duration.ofMillis(500);
  private static final int QUEUE_MAX = 4_096;

  private final ClientResources resources;
  private final HashedWheelTimer timer;
  private final AbstractRedisClient client;
  private final List<RedisURI> uris;
  private volatile @Nullable Connected connection;
  private volatile boolean closed;

  private record Connected(
      StatefulConnection<String, String> connection,
      RedisClusterAsyncCommands<String, String> commands) {}

  /** There is no connection. Has no stack trace: it is thrown at every request of an outage. */
  public static final class NotConnected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotConnected() {
      super("not connected to Redis", null, false, false);
    }
  }

  /**
   * Begins to connect to one server and returns at once.
   *
   * @param url {@code redis://} or {@code rediss://}
   * @param commandTimeout after which a command has failed
   */
  public RedisLink(String url, Duration commandTimeout) {
    this(url, commandTimeout, false);
  }

  /**
   * Begins to connect and returns at once.
   *
   * @param url {@code redis://} or {@code rediss://}; for a cluster one or more of its nodes,
   *     {@code redis://host:port,host:port}
   * @param commandTimeout after which a command has failed
   * @param cluster whether it is a Redis Cluster
   */
  public RedisLink(String url, Duration commandTimeout, boolean cluster) {
    this.uris =
        cluster ? RedisClusterURIUtil.toRedisURIs(URI.create(url)) : List.of(RedisURI.create(url));
    // Of the handshake, which no call waits for; commands have the time-out of the options.
    this.uris.forEach(uri -> uri.setTimeout(CONNECT));
    // The usual tick of 100 ms would make a time-out of 50 ms one of 150.
    this.timer =
        new HashedWheelTimer(
            new DefaultThreadFactory("cambio-redis-timer", true), 5, TimeUnit.MILLISECONDS);
    this.resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .timer(timer)
            .reconnectDelay(Delay.constant(RECONNECT))
            .build();
    this.client = cluster ? clusterClient(commandTimeout) : singleClient(commandTimeout);
    connect();
  }

  private RedisClient singleClient(Duration commandTimeout) {
    RedisClient single = RedisClient.create(resources);
    single.setOptions(careful(ClientOptions.builder(), commandTimeout).build());
    return single;
  }

  private RedisClusterClient clusterClient(Duration commandTimeout) {
    RedisClusterClient all = RedisClusterClient.create(resources, uris);
    ClusterTopologyRefreshOptions refresh =
        ClusterTopologyRefreshOptions.builder()
            .enablePeriodicRefresh(TOPOLOGY_PERIOD)
            .enableAllAdaptiveRefreshTriggers()
            .adaptiveRefreshTriggersTimeout(TOPOLOGY_AT_MOST_EVERY)
            .build();
    ClusterClientOptions.Builder options = ClusterClientOptions.builder();
    careful(options, commandTimeout);
    all.setOptions(options.topologyRefreshOptions(refresh).build());
    return all;
  }

  /** No command outlives a connection, and no queue of them grows. */
  private static ClientOptions.Builder careful(
      ClientOptions.Builder options, Duration commandTimeout) {
    return options
        .autoReconnect(true)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(QUEUE_MAX)
        .replayFilter(command -> true)
        .timeoutOptions(TimeoutOptions.enabled(commandTimeout))
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build());
  }

  private void connect() {
    if (!closed) {
      connected().whenComplete(this::tried);
    }
  }

  private CompletionStage<Connected> connected() {
    return switch (client) {
      case RedisClusterClient all ->
          all.refreshPartitionsAsync()
              .thenCompose(known -> all.connectAsync(StringCodec.UTF8))
              .thenCompose(RedisLink::toAllNodes)
              .thenApply((StatefulRedisClusterConnection<String, String> made) ->
                  new Connected(made, made.async()));
      case RedisClient single ->
          single
              .connectAsync(StringCodec.UTF8, uris.getFirst())
              .thenApply((StatefulRedisConnection<String, String> made) ->
                  new Connected(made, made.async()));
      default -> throw new IllegalStateException("no such client: " + client);
    };
  }

  /** A node is else connected to at its first command, which is rejected meanwhile. */
  private static CompletionStage<StatefulRedisClusterConnection<String, String>> toAllNodes(
      StatefulRedisClusterConnection<String, String> made) {
    CompletableFuture<?>[] nodes =
        made.getPartitions().stream()
            .map(node -> made.getConnectionAsync(node.getNodeId()))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(nodes).handle((done, failure) -> made);
  }

  private void tried(@Nullable Connected made, @Nullable Throwable failure) {
    RedisURI first = uris.getFirst();
    if (made != null && !closed) {
      connection = made;
      log.info("Connected to Redis at {}:{}", first.getHost(), first.getPort());
    } else if (made != null) {
      made.connection.closeAsync();
    } else if (!closed) {
      log.warn(
          "Redis at {}:{} does not answer: {}",
          first.getHost(),
          first.getPort(),
          failure == null ? "" : cause(failure).toString());
      timer.newTimeout(again -> connect(), RECONNECT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Runs a script. Never blocks.
   *
   * @param key one of the keys that it touches, all of which are in one slot
   * @return what it returns: a number for a number, a list for a table; fails where there is no
   *     connection or no answer in time
   */
  public <T> CompletionStage<T> run(
      RedisScript script, ScriptOutputType type, String key, String... values) {
    Connected made = connection;
    if (made == null) {
      return CompletableFuture.failedFuture(new NotConnected());
    }
    String[] keys = {key};
    try {
      return made.commands
          .<T>evalsha(script.digest(), type, keys, values)
          .exceptionallyCompose(failure ->
              cause(failure) instanceof RedisNoScriptException
                  ? made.commands.eval(script.text(), type, keys, values)
                  : CompletableFuture.failedFuture(cause(failure)));
    } catch (RuntimeException e) {
      // A full queue is thrown, not returned.
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Runs a script that returns a table. */
  public CompletionStage<List<Object>> runForList(RedisScript script, String key, String... args) {
    return run(script, ScriptOutputType.MULTI, key, args);
  }

  /** The text under a key; null where there is none. Never blocks. */
  @SuppressWarnings("NullAway") // the client's type does not say that there may be none
  public CompletionStage<@Nullable String> get(String key) {
    return command(commands -> commands.get(key));
  }

  /** Puts a text under a key, for so long. Never blocks. */
  public CompletionStage<?> set(String key, String text, Duration life) {
    return command(commands -> commands.psetex(key, life.toMillis(), text));
  }

  /** Deletes a key. Never blocks. */
  public CompletionStage<?> delete(String key) {
    return command(commands -> commands.del(key));
  }

  private <T> CompletionStage<T> command(
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
    Connected made = connection;
    if (made == null) {
      return CompletableFuture.failedFuture(new NotConnected());
    }
    try {
      return command.apply(made.commands);
    } catch (RuntimeException e) {
      // A full queue is thrown, not returned.
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Runs a script that returns a number. */
  public CompletionStage<Long> runForNumber(RedisScript script, String key, String... args) {
    return run(script, ScriptOutputType.INTEGER, key, args);
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** Whether there is a connection now. A connected store may still be slow. */
  public boolean isConnected() {
    Connected made = connection;
    return made != null && made.connection.isOpen();
  }

  @Override
  public void close() {
    closed = true;
    client.shutdown(0, 1, TimeUnit.SECONDS);
    resources.shutdown(0, 1, TimeUnit.SECONDS);
    timer.stop();
  }
}
