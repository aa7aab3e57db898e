package cambio.server.cli;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how far a long command is: one line, rewritten where it is a terminal.
 */
final class Progress {

  private static final long PAUSE_NANOS = 200_000_000;

  private final @Nullable PrintWriter out;
  private final String what;
  private final int all;
  private long shownAt = System.nanoTime();

  /**
   * Progress of one piece of work.
   *
   * @param all how much there is to do
   */
  Progress(PrintWriter out, String what, int all) {
    boolean terminal = System.console() != null && System.console().isTerminal();
    this.out = terminal ? out : null;
    this.what = what;
    this.all = all;
    if (!terminal) {
      out.println(what + " ...");
      out.flush();
    }
  }

  void arrived(int done) {
    long now = System.nanoTime();
    if (out != null && now - shownAt >= PAUSE_NANOS) {
      shownAt = now;
      out.print("\r" + what + ": " + (100L * done / all) + " %\u001b[K");
      out.flush();
    }
  }

  void end() {
    if (out != null) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  /** Time of a core that this thread has used. */
  static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
