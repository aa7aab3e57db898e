package cambio.server.surface.chat;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSummary;
import cambio.server.surface.ErrorReport;
import cambio.spi.event.Finished;
import cambio.wire.JsonWriter;
import com.linecorp.armeria.common.ResponseHeadersBuilder;

/** In what the answers of the two doors differ. Stateless. */
public interface ChatShape {

  /** The door's name, as generation records have it. */
  String surface();

  /** Further headers of an answer. */
  void headers(ResponseHeadersBuilder headers, AnswerHead head);

  /** Writes the members that stand beside {@code model} in every chunk and answer. */
  void identity(JsonWriter json, AnswerHead head);

  /** Writes further members that only a whole answer has, not its chunks. */
  default void whole(JsonWriter json) {}

  /** What {@link #identity} writes as JSON, with a comma after each; empty where there are none. */
  default String identity(AnswerHead head) {
    JsonWriter json = new JsonWriter().object();
    identity(json, head);
    String object = json.end().toText();
    return object.length() == 2 ? "" : object.substring(1, object.length() - 1) + ",";
  }

  /** Members that stand beside a {@code finish_reason} of null, each with a comma before it. */
  String unfinished();

  /** Writes {@code finish_reason} and what stands beside it. */
  void finish(JsonWriter json, Finished finished);

  /** The name of the member that holds readable reasoning. */
  String reasoningMember();

  /**
   * Whether {@code reasoning_details} always come with reasoning; else only where they hold what
   * must come back unchanged.
   */
  boolean alwaysDetailsReasoning();

  /** Writes the {@code usage} object. */
  void usage(JsonWriter json, AnswerSummary summary);

  /** Whether a stream of these options ends with a chunk that holds usage. */
  boolean sendsUsage(ChatOptions options);

  /** Whether that chunk repeats the finished choice; else its choices are empty. */
  boolean usageRepeatsChoice();

  /** The event that tells of a failure after the stream began. */
  byte[] midStream(ErrorReport report, AnswerHead head);
}
