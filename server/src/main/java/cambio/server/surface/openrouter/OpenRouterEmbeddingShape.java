package cambio.server.surface.openrouter;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Provider;
import cambio.router.money.Cost;
import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSummary;
import cambio.server.surface.chat.UsageMembers;
import cambio.server.surface.embedding.EmbeddingShape;
import cambio.wire.JsonWriter;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.function.Supplier;

/** Embeddings as OpenRouter gives them. */
record OpenRouterEmbeddingShape(Supplier<CatalogSnapshot> catalog) implements EmbeddingShape {

  @Override
  public String surface() {
    return "openrouter";
  }

  @Override
  public void headers(ResponseHeadersBuilder headers, AnswerHead head) {}

  @Override
  public void identity(JsonWriter json, AnswerHead head) {
    Provider provider = catalog.get().provider(head.provider());
    json.member("id", head.generationId())
        .member("provider", provider == null ? head.provider() : provider.name());
  }

  @Override
  public void usage(JsonWriter json, AnswerSummary summary) {
    json.member("is_byok", OpenRouterChatShape.isByok(summary.attempts()));
    Cost cost = summary.cost();
    if (cost != null) {
      json.name("cost_details").object();
      UsageMembers.amount(json, "upstream_inference_cost", cost.total());
      UsageMembers.amount(json, "upstream_inference_prompt_cost", cost.total());
      json.rawMember("upstream_inference_completions_cost", "0").end();
    }
  }
}
