package cambio.server.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Stands before a PostgreSQL and loses its answers to commits, and nothing else: the server has
 * committed, and whoever asked it to does not hear of it. It reads the server's messages, so it is
 * the commit's own answer that is lost, whatever the machine's pace.
 */
final class CommitReplyCutter implements Closeable {

  /** What becomes of an answer to a commit. */
  enum Fate {
    /** It comes. */
    PASSED,
    /** The connection is reset in its place. */
    RESET,
    /** Nothing comes any more. */
    SILENCE
  }

  private static final byte[] COMMITTED = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);
  private static final int COMMAND_COMPLETE = 'C';
  private static final int SSL_REFUSED = 'N';

  private final ServerSocket listening;
  private final int server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private volatile IntFunction<Fate> fates = number -> Fate.PASSED;

  /** Before the server on this port of loopback. */
  CommitReplyCutter(int server) throws IOException {
    this.server = server;
    this.listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** How many answers were lost so far. */
  int lost() {
    return lost.get();
  }

  /** From now on the answer to the n-th commit, from zero on, fares like this. */
  void from(IntFunction<Fate> byNumber) {
    commits.set(0);
    fates = byNumber;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    sockets.add(client);
    try (client;
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
      sockets.add(upstream);
      Thread.ofVirtual().start(() -> forward(client, upstream));
      answers(upstream, client);
    } catch (IOException e) {
      // One of the two is gone, and with it the connection.
    }
  }

  private static void forward(Socket client, Socket upstream) {
    try (upstream) {
      client.getInputStream().transferTo(upstream.getOutputStream());
    } catch (IOException e) {
      // As above.
    }
  }

  private void answers(Socket upstream, Socket client) throws IOException {
    DataInputStream messages =
        new DataInputStream(new BufferedInputStream(upstream.getInputStream()));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
    int type = messages.read();
    if (type == SSL_REFUSED) {
      // The answer to the question for TLS, a single byte.
      out.write(type);
      out.flush();
      type = messages.read();
    }
    for (; type >= 0; type = messages.read()) {
      int length = messages.readInt();
      byte[] payload = messages.readNBytes(length - Integer.BYTES);
      Fate fate =
          type == COMMAND_COMPLETE && Arrays.equals(payload, COMMITTED)
              ? fates.apply(commits.getAndIncrement())
              : Fate.PASSED;
      if (fate != Fate.PASSED) {
        lost.incrementAndGet();
        lose(fate, client, messages);
        return;
      }
      out.write(type);
      out.writeInt(length);
      out.write(payload);
      if (messages.available() == 0) {
        out.flush();
      }
    }
  }

  private static void lose(Fate fate, Socket client, DataInputStream messages) throws IOException {
    if (fate == Fate.RESET) {
      client.setSoLinger(true, 0);
    } else {
      // Until who waits has given up, and the server has noticed.
      messages.transferTo(OutputStream.nullOutputStream());
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
