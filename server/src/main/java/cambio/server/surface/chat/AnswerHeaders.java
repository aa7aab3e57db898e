package cambio.server.surface.chat;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.CacheMark;
import cambio.server.surface.BudgetHeaders;
import cambio.server.surface.CallerHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;

/** The headers of answers. */
public final class AnswerHeaders {

  private AnswerHeaders() {}

  /** Of a stream: nothing on the way may hold it back. */
  static ResponseHeaders stream(AnswerTarget target, AnswerHead head) {
    return common(target, head)
        .contentType(MediaType.EVENT_STREAM)
        .set("cache-control", "no-cache")
        .set("x-accel-buffering", "no")
        .build();
  }

  /** Of a whole answer. */
  static ResponseHeadersBuilder whole(AnswerTarget target, AnswerHead head) {
    return common(target, head).contentType(MediaType.JSON_UTF_8);
  }

  private static ResponseHeadersBuilder common(AnswerTarget target, AnswerHead head) {
    ResponseHeadersBuilder headers = common(target.caller(), head);
    target.shape().headers(headers, head);
    return headers;
  }

  /** What every answer of a compatible door has. */
  public static ResponseHeadersBuilder common(CallerHeaders caller, AnswerHead head) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .set("x-request-id", caller.requestId())
            .set("x-generation-id", head.generationId())
            .set("x-cambio-model", head.model())
            .set("x-cambio-provider", head.provider());
    BudgetHeaders.low(headers, head.budget());
    if (head.cache() != null) {
      cache(headers, head.cache());
    }
    return headers;
  }

  /** OpenRouter's names, so that its clients see a hit. */
  private static void cache(ResponseHeadersBuilder headers, CacheMark mark) {
    headers
        .set("x-openrouter-cache-status", mark.reused() ? "HIT" : "MISS")
        .set("x-openrouter-cache-ttl", Long.toString(mark.ttl().toSeconds()));
    if (mark.sourceId() != null) {
      headers
          .set("x-openrouter-cache-age", Long.toString(mark.age().toSeconds()))
          .set("x-openrouter-cache-source-id", mark.sourceId());
    }
  }
}
