package cambio.server.surface.openai;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSummary;
import cambio.server.surface.ErrorReport;
import cambio.server.surface.RateLimitHeaders;
import cambio.server.surface.chat.ChatOptions;
import cambio.server.surface.chat.ChatShape;
import cambio.server.surface.chat.UsageMembers;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.wire.JsonWriter;
import com.linecorp.armeria.common.ResponseHeadersBuilder;

/**
 * Answers as OpenAI publishes them. Beyond that, {@code usage.cost} tells the price, and readable
 * reasoning, for which OpenAI has no member, stands in {@code reasoning_content} as other servers
 * of this API have it.
 */
public final class OpenAiChatShape implements ChatShape {

  private final OpenAiErrorShape errors = new OpenAiErrorShape();

  @Override
  public String surface() {
    return "openai";
  }

  @Override
  public void headers(ResponseHeadersBuilder headers, AnswerHead head) {
    RateLimitHeaders.requests(headers, head.limit());
  }

  @Override
  public void identity(JsonWriter json, AnswerHead head) {}

  @Override
  public String unfinished() {
    return "";
  }

  @Override
  public void finish(JsonWriter json, Finished finished) {
    json.member("finish_reason", word(finished.reason()));
  }

  private static String word(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALL -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
      // Never written: the writers turn it into an error, for which this enum has no word.
      case ERROR -> throw new IllegalArgumentException("an error is no finish");
    };
  }

  @Override
  public String reasoningMember() {
    return "reasoning_content";
  }

  @Override
  public boolean alwaysDetailsReasoning() {
    return false;
  }

  @Override
  public void usage(JsonWriter json, AnswerSummary summary) {
    json.object();
    UsageMembers.totals(json, summary.usage());
    json.name("prompt_tokens_details").object();
    UsageMembers.promptDetails(json, summary.usage());
    json.end().name("completion_tokens_details").object();
    UsageMembers.completionDetails(json, summary.usage());
    json.end();
    UsageMembers.cost(json, summary.cost());
    json.end();
  }

  @Override
  public boolean sendsUsage(ChatOptions options) {
    return options.includeUsage();
  }

  @Override
  public boolean usageRepeatsChoice() {
    return false;
  }

  @Override
  public byte[] midStream(ErrorReport report, AnswerHead head) {
    return errors.body(report, false);
  }
}
