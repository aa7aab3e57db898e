package cambio.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of loopback for processes that have to be told theirs. They lie below those that the system
 * gives to outgoing connections and to whoever asks for any, so that hardly anybody takes one
 * between the look and the process's own bind.
 */
public final class FreePort {

  private static final int FIRST = 11_000;

  /** So that ten thousand above (a Redis Cluster's own talk) is no outgoing connection's either. */
  private static final int END = 22_000;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /** One that nobody has now, and that this process has not given out before. */
  public static int next() {
    return next(0);
  }

  /**
   * One that is free together with another.
   *
   * @param above how far above it the other one is
   */
  public static int next(int above) {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (GIVEN.add(port) && free(port) && (above == 0 || free(port + above))) {
        return port;
      }
    }
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
