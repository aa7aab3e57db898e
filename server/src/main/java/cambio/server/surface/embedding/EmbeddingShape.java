package cambio.server.surface.embedding;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSummary;
import cambio.wire.JsonWriter;
import com.linecorp.armeria.common.ResponseHeadersBuilder;

/** In what the embeddings of the doors differ. Stateless. */
public interface EmbeddingShape {

  /** The door's name, as generation records have it. */
  String surface();

  /** Further headers of an answer. */
  void headers(ResponseHeadersBuilder headers, AnswerHead head);

  /** Writes the members that stand beside {@code model}. */
  void identity(JsonWriter json, AnswerHead head);

  /** Writes what stands in {@code usage} beside the counts. */
  void usage(JsonWriter json, AnswerSummary summary);
}
