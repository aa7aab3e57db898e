package cambio.server.surface;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response as server-sent events, each flushed by itself. Says when its reader falls
 * behind: once {@value #WINDOW} bytes are written since the reader last had everything, it is not
 * writable until all of it has been taken.
 *
 * <p>Events come from one thread at a time; demand comes back on the response's event loop.
 */
public final class EventStream {

  static final int WINDOW = 64 * 1024;

  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

  private final HttpResponseWriter response;
  private final Object lock = new Object();
  private int unconfirmed;
  private boolean waiting;
  private @Nullable Runnable resume;

  /** A stream into a response whose headers are not yet written. */
  public EventStream(HttpResponseWriter response) {
    this.response = response;
  }

  /** Writes the headers. */
  public void open(ResponseHeaders headers) {
    // Where the reader has gone, so has the need for what follows.
    var _ = response.tryWrite(headers);
  }

  /** Writes one event with this payload, which is JSON or a mark: its line breaks become blanks. */
  public void data(byte[] payload) {
    data(payload, 0, payload.length);
  }

  /** Writes one event with this payload. */
  public void data(byte[] bytes, int offset, int length) {
    byte[] event = new byte[DATA.length + length + 2];
    System.arraycopy(DATA, 0, event, 0, DATA.length);
    System.arraycopy(bytes, offset, event, DATA.length, length);
    for (int i = DATA.length; i < DATA.length + length; i++) {
      if (event[i] == '\n' || event[i] == '\r') {
        // Between tokens of a provider's own JSON; within a text it stands escaped.
        event[i] = ' ';
      }
    }
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    // A reader that has gone makes this false; the call is then cancelled from elsewhere.
    if (response.tryWrite(HttpData.wrap(event))) {
      account(event.length);
    }
  }

  /** Writes one event with this payload. */
  public void data(String payload) {
    data(payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends the response. */
  public void close() {
    response.close();
  }

  /** Ends the response in a way that no reader can take for a clean end. */
  public void abort(Throwable cause) {
    response.close(cause);
  }

  /** Whether the reader keeps up. */
  public boolean writable() {
    synchronized (lock) {
      return !waiting;
    }
  }

  /** Runs once, when the reader has caught up, or at once if it has. */
  public void whenWritable(Runnable action) {
    synchronized (lock) {
      if (waiting) {
        resume = action;
        return;
      }
    }
    action.run();
  }

  private void account(int bytes) {
    synchronized (lock) {
      unconfirmed += bytes;
      if (waiting || unconfirmed < WINDOW) {
        return;
      }
      waiting = true;
    }
    response.whenConsumed().handle((done, failure) -> caughtUp());
  }

  private @Nullable Void caughtUp() {
    Runnable action;
    synchronized (lock) {
      waiting = false;
      unconfirmed = 0;
      action = resume;
      resume = null;
    }
    if (action != null) {
      action.run();
    }
    return null;
  }
}
