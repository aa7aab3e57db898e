package cambio.server.limit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to Redis. While it is away commands fail at once; after its return nothing
 * that was sent before is sent again, for a decision that came too late has already been taken
 * elsewhere. The router starts without it, too.
 */
public final class RedisLink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration RECONNECT = Duration.ofMillis(500);
  private static final int QUEUE_MAX = 4_096;

  private final ClientResources resources;
  private final HashedWheelTimer timer;
  private final RedisClient client;
  private final RedisURI uri;
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private volatile boolean closed;

  /** There is no connection. Has no stack trace: it is thrown at every request of an outage. */
  static final class NotConnected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotConnected() {
      super("not connected to Redis", null, false, false);
    }
  }

  /**
   * Begins to connect and returns at once.
   *
   * @param url {@code redis://} or {@code rediss://}
   * @param commandTimeout after which a command has failed
   */
  public RedisLink(String url, Duration commandTimeout) {
    this.uri = RedisURI.create(url);
    this.uri.setTimeout(commandTimeout);
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
    this.client = RedisClient.create(resources);
    this.client.setOptions(
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(QUEUE_MAX)
            .replayFilter(command -> true)
            .timeoutOptions(TimeoutOptions.enabled(commandTimeout))
            .socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(1)).build())
            .build());
    connect();
  }

  private void connect() {
    connect(true);
  }

  private void connect(boolean first) {
    client
        .connectAsync(StringCodec.UTF8, uri)
        .whenComplete((made, failure) -> {
          if (made != null && !closed) {
            connection = made;
            log.info("Connected to Redis at {}:{}", uri.getHost(), uri.getPort());
          } else if (made != null) {
            made.closeAsync();
          } else if (!closed) {
            log.warn(
                "Redis at {}:{} does not answer; limits are counted locally",
                uri.getHost(),
                uri.getPort());
            timer.newTimeout(again -> connect(), RECONNECT.toMillis(), TimeUnit.MILLISECONDS);
          }
        });
  }

  /** The commands, or null before the first connection. */
  @Nullable RedisAsyncCommands<String, String> commands() {
    StatefulRedisConnection<String, String> made = connection;
    return made == null ? null : made.async();
  }

  /** Whether there is a connection now. A connected store may still be slow. */
  public boolean connected() {
    StatefulRedisConnection<String, String> made = connection;
    return made != null && made.isOpen();
  }

  @Override
  public void close() {
    closed = true;
    client.shutdown(0, 1, TimeUnit.SECONDS);
    resources.shutdown(0, 1, TimeUnit.SECONDS);
    timer.stop();
  }
}
