package cambio.server.surface.openai;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSummary;
import cambio.server.surface.RateLimitHeaders;
import cambio.server.surface.embedding.EmbeddingShape;
import cambio.wire.JsonWriter;
import com.linecorp.armeria.common.ResponseHeadersBuilder;

/** Embeddings as OpenAI publishes them. */
final class OpenAiEmbeddingShape implements EmbeddingShape {

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
  public void usage(JsonWriter json, AnswerSummary summary) {}
}
