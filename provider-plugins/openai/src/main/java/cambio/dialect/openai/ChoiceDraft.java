package cambio.dialect.openai;

import cambio.spi.event.TokenLogprob;
import cambio.spi.request.Modality;
import cambio.spi.request.ReasoningKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one chunk says of one choice, before it is known where it belongs. */
final class ChoiceDraft {

  /** No index was given. */
  static final int NO_INDEX = -1;

  /** A piece of a tool call. */
  record Call(
      int index,
      @Nullable String id,
      @Nullable String name,
      String arguments,
      @Nullable String signature) {}

  /** An item of {@code reasoning_details}. */
  record Detail(
      int index,
      ReasoningKind kind,
      String text,
      @Nullable String signature,
      @Nullable String id,
      @Nullable String format) {}

  /** A piece of media. */
  record Media(
      Modality modality,
      @Nullable String mediaType,
      String data,
      @Nullable String url,
      @Nullable String transcript,
      @Nullable String id) {}

  private int index;
  private @Nullable String content;
  private @Nullable String reasoning;
  private @Nullable String refusal;
  private @Nullable String finish;
  private @Nullable String nativeFinish;
  private @Nullable String filter;
  private final List<Call> calls = new ArrayList<>(0);
  private final List<Detail> details = new ArrayList<>(0);
  private final List<Media> media = new ArrayList<>(0);
  private final List<String> annotations = new ArrayList<>(0);
  private final List<TokenLogprob> logprobs = new ArrayList<>(0);
  private final List<TokenLogprob> refusalLogprobs = new ArrayList<>(0);

  void clear() {
    index = 0;
    content = null;
    reasoning = null;
    refusal = null;
    finish = null;
    nativeFinish = null;
    filter = null;
    calls.clear();
    details.clear();
    media.clear();
    annotations.clear();
    logprobs.clear();
    refusalLogprobs.clear();
  }

  int index() {
    return index;
  }

  void index(int value) {
    index = value;
  }

  @Nullable String content() {
    return content;
  }

  void addContent(@Nullable String more) {
    content = joined(content, more);
  }

  @Nullable String reasoning() {
    return reasoning;
  }

  /** Providers give the same text under two names, so the first one holds. */
  void reasoning(@Nullable String text) {
    if (reasoning == null || reasoning.isEmpty()) {
      reasoning = text;
    }
  }

  /** More reasoning, from the parts of a content array. */
  void addReasoning(@Nullable String more) {
    reasoning = joined(reasoning, more);
  }

  @Nullable String refusal() {
    return refusal;
  }

  void refusal(@Nullable String text) {
    refusal = text;
  }

  @Nullable String finish() {
    return finish;
  }

  void finish(@Nullable String reason) {
    finish = reason;
  }

  @Nullable String nativeFinish() {
    return nativeFinish;
  }

  void nativeFinish(@Nullable String reason) {
    nativeFinish = reason;
  }

  @Nullable String filter() {
    return filter;
  }

  /** What the content filter found, as a JSON object. */
  void filter(@Nullable String results) {
    filter = results;
  }

  List<Call> calls() {
    return calls;
  }

  List<Detail> details() {
    return details;
  }

  List<Media> media() {
    return media;
  }

  List<String> annotations() {
    return annotations;
  }

  List<TokenLogprob> logprobs() {
    return logprobs;
  }

  List<TokenLogprob> refusalLogprobs() {
    return refusalLogprobs;
  }

  private static @Nullable String joined(@Nullable String have, @Nullable String more) {
    return have == null || more == null ? (have == null ? more : have) : have + more;
  }
}
