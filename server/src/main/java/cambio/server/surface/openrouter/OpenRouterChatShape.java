package cambio.server.surface.openrouter;

import cambio.router.attempt.AttemptRecord;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Provider;
import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.router.plan.CredentialRef;
import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSummary;
import cambio.server.surface.ErrorReport;
import cambio.server.surface.chat.ChatOptions;
import cambio.server.surface.chat.ChatShape;
import cambio.server.surface.chat.UsageMembers;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.wire.JsonWriter;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.List;
import java.util.function.Supplier;

/** Answers as OpenRouter gives them. */
public final class OpenRouterChatShape implements ChatShape {

  private final Supplier<CatalogSnapshot> catalog;

  /** A shape that takes providers' names from this catalogue. */
  public OpenRouterChatShape(Supplier<CatalogSnapshot> catalog) {
    this.catalog = catalog;
  }

  @Override
  public String surface() {
    return "openrouter";
  }

  /** None: limits are told only where they refuse. */
  @Override
  public void headers(ResponseHeadersBuilder headers, AnswerHead head) {}

  @Override
  public void identity(JsonWriter json, AnswerHead head) {
    json.member("provider", providerName(head.provider()));
  }

  /** OpenRouter's own clients refuse a whole answer without this member, and a chunk with null. */
  @Override
  public void whole(JsonWriter json) {
    json.name("system_fingerprint").nullValue();
  }

  private String providerName(String id) {
    Provider provider = catalog.get().provider(id);
    return provider == null ? id : provider.name();
  }

  @Override
  public String unfinished() {
    return ",\"native_finish_reason\":null";
  }

  @Override
  public void finish(JsonWriter json, Finished finished) {
    String reason = word(finished.reason());
    String own = finished.nativeReason();
    json.member("finish_reason", reason).member("native_finish_reason", own == null ? reason : own);
  }

  private static String word(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALL -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
      case ERROR -> "error";
    };
  }

  @Override
  public String reasoningMember() {
    return "reasoning";
  }

  @Override
  public boolean alwaysDetailsReasoning() {
    return true;
  }

  @Override
  public void usage(JsonWriter json, AnswerSummary summary) {
    json.object();
    UsageMembers.totals(json, summary.usage());
    UsageMembers.cost(json, summary.cost());
    json.member("is_byok", isByok(summary.attempts()));
    json.name("prompt_tokens_details").object();
    UsageMembers.promptDetails(json, summary.usage());
    json.end();
    Cost cost = summary.cost();
    if (cost != null) {
      costDetails(json, cost);
    }
    json.name("completion_tokens_details").object();
    UsageMembers.completionDetails(json, summary.usage());
    json.member("image_tokens", summary.usage().outputImageTokens());
    json.end().end();
  }

  private static void costDetails(JsonWriter json, Cost cost) {
    Money completion = cost.output().plus(cost.reasoning());
    json.name("cost_details").object();
    UsageMembers.amount(json, "upstream_inference_cost", cost.total());
    UsageMembers.amount(json, "upstream_inference_prompt_cost", cost.total().minus(completion));
    UsageMembers.amount(json, "upstream_inference_completions_cost", completion);
    json.end();
  }

  static boolean isByok(List<AttemptRecord> attempts) {
    return !attempts.isEmpty()
        && !attempts.getLast().candidate().credentialOwner().equals(CredentialRef.OPERATOR);
  }

  @Override
  public boolean sendsUsage(ChatOptions options) {
    return true;
  }

  @Override
  public boolean usageRepeatsChoice() {
    return true;
  }

  @Override
  public byte[] midStream(ErrorReport report, AnswerHead head) {
    JsonWriter json = new JsonWriter().object();
    json.member("id", head.generationId())
        .member("object", "chat.completion.chunk")
        .member("created", head.createdAtEpochSecond())
        .member("model", head.model())
        .member("provider", providerName(head.provider()));
    OpenRouterErrorShape.error(json, report);
    json.name("choices").array().object().member("index", 0);
    json.name("delta").object().member("content", "").end();
    json.member("finish_reason", "error").member("native_finish_reason", "error");
    return json.end().end().end().toBytes();
  }
}
