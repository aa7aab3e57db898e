package cambio.server.admin;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a server logs: JSON lines on standard error, from {@code info} up. Written by a thread of its
 * own, so that a terminal or a pipe that nobody reads holds up no event loop; what does not fit
 * into its queue is lost.
 */
public final class Logging {

  private static final int QUEUE = 4_096;

  private Logging() {}

  /** Replaces the quiet text log of the command line. */
  public static void json() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      JsonLogEncoder encoder = new JsonLogEncoder();
      install(context, encoder);
    }
  }

  /** Writes what still waits, and logs no more. */
  public static void stop() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }

  private static void install(LoggerContext context, Encoder<ILoggingEvent> encoder) {
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("json");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    AsyncAppender queue = new AsyncAppender();
    queue.setContext(context);
    queue.setName("queue");
    queue.setQueueSize(QUEUE);
    queue.setDiscardingThreshold(0);
    queue.setNeverBlock(true);
    queue.addAppender(appender);
    queue.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(queue);
    root.setLevel(Level.INFO);
    for (String chatty : new String[] {"org.flywaydb", "io.lettuce", "com.linecorp.armeria"}) {
      context.getLogger(chatty).setLevel(Level.WARN);
    }
  }
}
