package cambio.server.admin;

import cambio.router.plan.Candidate;
import cambio.server.config.HttpSettings.LogRequests;
import cambio.server.execution.CallObserver;
import cambio.server.execution.GenerationRecord;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.spi.Failure;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line a call: ids, who served it, how it ended, how long it took. No text, no key. */
public final class RequestLog implements CallObserver {

  private static final Logger log = LoggerFactory.getLogger("cambio.request");

  private final LogRequests which;

  /** A log of these calls. */
  public RequestLog(LogRequests which) {
    this.which = which;
  }

  @Override
  public void ended(GenerationRecord call) {
    boolean wanted =
        switch (which) {
          case ALL -> true;
          case FAILED -> call.outcome() != Outcome.COMPLETED;
          case NONE -> false;
        };
    if (wanted) {
      write(call);
    }
  }

  private static void write(GenerationRecord call) {
    Failure failure = call.failure();
    Candidate served = call.served();
    LoggingEventBuilder line =
        log.atInfo()
            .addKeyValue("request_id", call.context().requestId())
            .addKeyValue("generation_id", call.context().generationId())
            .addKeyValue("surface", call.context().surface())
            .addKeyValue("model", served == null ? null : served.endpoint().model())
            .addKeyValue("provider", served == null ? null : served.endpoint().provider())
            .addKeyValue("status", call.outcome().name().toLowerCase(Locale.ROOT))
            .addKeyValue("attempts", call.attempts().size())
            .addKeyValue("ms", call.duration().toMillis());
    if (failure != null) {
      line = line.addKeyValue("failure", failure.kind().name().toLowerCase(Locale.ROOT));
    }
    line.log("generation");
  }
}
