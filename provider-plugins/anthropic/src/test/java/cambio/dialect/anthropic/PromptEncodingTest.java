package cambio.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.Adjustment;
import cambio.spi.FailureException;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.spi.request.ReasoningKind;
import cambio.testkit.Encoded;
import cambio.testkit.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PromptEncodingTest {

  @Test
  void instructionsAtTheFrontBecomeSystem() {
    Encoded sent = encode(Message.system("a"), Message.system("b"), Message.user("hi"));
    assertThat(sent.at("/system"))
        .isEqualTo(
            Json.parse("[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]"));
    assertThat(encode(Message.system("a"), Message.user("hi")).at("/system").asText())
        .isEqualTo("a");
  }

  @Test
  void laterInstructionMovesToTheFrontAndIsReported() {
    Message[] messages = {Message.user("hi"), Message.system("now"), Message.user("go")};
    Encoded sent = encode(messages);
    assertThat(sent.at("/system").asText()).isEqualTo("now");
    assertThat(sent.adjusted(Adjustment.Kind.EMULATED)).containsExactly("messages");
    Encoded inPlace =
        Encoding.of(GenerationRequest.of(List.of(messages)), "system_messages", "in_place");
    assertThat(inPlace.at("/messages/1/role").asText()).isEqualTo("system");
  }

  @Test
  void instructionsAloneAreSaidByTheUser() {
    Encoded sent = encode(Message.system("be"), Message.system("say hi"));
    assertThat(sent.at("/messages"))
        .isEqualTo(Json.parse("[{\"role\":\"user\",\"content\":\"say hi\"}]"));
    assertThat(sent.at("/system").asText()).isEqualTo("be");
  }

  @Test
  void toolResultsAndTheWordsAfterThemAreOneUserMessageWithResultsFirst() {
    Encoded sent =
        encode(
            Message.user("2 sums"),
            assistant(call("c:1", "{\"a\":1}"), call("c:2", "")),
            Message.toolResult("c:1", "1"),
            new Message.ToolResult("c:2", List.of(), null, true, Extras.none()),
            Message.user("well?"));
    assertThat(sent.at("/messages/1/content/0/id").asText()).isEqualTo("c_1");
    assertThat(sent.at("/messages/1/content/1/input")).isEqualTo(Json.parse("{}"));
    assertThat(sent.at("/messages/2"))
        .isEqualTo(
            Json.parse(
                "{\"role\":\"user\",\"content\":["
                    + "{\"type\":\"tool_result\",\"tool_use_id\":\"c_1\",\"content\":\"1\"},"
                    + "{\"type\":\"tool_result\",\"tool_use_id\":\"c_2\",\"is_error\":true},"
                    + "{\"type\":\"text\",\"text\":\"well?\"}]}"));
    assertThat(sent.at("/messages")).hasSize(3);
  }

  @Test
  void argumentsThatAreNoObjectAreSentAsAStringWithinOne() {
    Encoded sent =
        encode(
            Message.user("hi"),
            assistant(call("c", "{\"a\":")),
            Message.toolResult("c", "bad arguments"));
    assertThat(sent.at("/messages/1/content/0/input/arguments").asText()).isEqualTo("{\"a\":");
    assertThat(sent.adjusted(Adjustment.Kind.EMULATED)).containsExactly("messages.tool_calls");
  }

  @Test
  void reasoningComesBackInOrderWithItsSealAndOnlyOurs() {
    Encoded sent =
        encode(
            Message.user("hi"),
            assistant(
                reasoning(ReasoningKind.TEXT, "hm", "sig", "anthropic-claude-v1"),
                reasoning(ReasoningKind.ENCRYPTED, "blob", null, null),
                ContentPart.text("between"),
                reasoning(ReasoningKind.TEXT, "unsealed", null, null),
                reasoning(ReasoningKind.TEXT, "foreign", "sig", "google-gemini-v1"),
                call("c", "{}")),
            Message.toolResult("c", "1"));
    assertThat(sent.at("/messages/1/content"))
        .isEqualTo(
            Json.parse(
                "[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"sig\"},"
                    + "{\"type\":\"redacted_thinking\",\"data\":\"blob\"},"
                    + "{\"type\":\"text\",\"text\":\"between\"},"
                    + "{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{}}]"));
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED)).containsExactly("messages.reasoning");
  }

  @Test
  void mediaOfEverySourceIsSent() {
    Encoded sent =
        encode(
            user(
                new ContentPart.Image(new MediaSource.Base64(null, "iVBORw0KGgoAAA"), null, null),
                new ContentPart.Image(new MediaSource.Url("https://h.invalid/i"), "high", null),
                new ContentPart.File(
                    new MediaSource.Base64("application/pdf", "JVBERi0="), "a.pdf", null),
                new ContentPart.File(new MediaSource.Base64("text/csv", "YSxi"), "a.csv", null),
                new ContentPart.File(new MediaSource.Url("https://h.invalid/d"), null, null),
                new ContentPart.File(new MediaSource.FileId("file_1"), null, null)));
    JsonNode blocks = sent.at("/messages/0/content");
    assertThat(blocks.at("/0/source/media_type").asText()).isEqualTo("image/png");
    assertThat(blocks.at("/1/source/type").asText()).isEqualTo("url");
    assertThat(blocks.at("/2/title").asText()).isEqualTo("a.pdf");
    assertThat(blocks.at("/3/source"))
        .isEqualTo(
            Json.parse("{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"a,b\"}"));
    assertThat(blocks.at("/4/source/url").asText()).isEqualTo("https://h.invalid/d");
    assertThat(blocks.at("/5/source/file_id").asText()).isEqualTo("file_1");
    assertThat(sent.sent().headers().first("anthropic-beta")).isEqualTo("files-api-2025-04-14");
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED)).containsExactly("image_url.detail");
  }

  @Test
  void soundIsRefusedByName() {
    ContentPart sound = new ContentPart.Audio(new MediaSource.Url("u"), "wav", null);
    assertThatThrownBy(() -> encode(user(sound)))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().field()).isEqualTo("messages.content"));
  }

  @Test
  void toolResultsMayHoldImages() {
    ContentPart image =
        new ContentPart.Image(new MediaSource.Base64("image/jpg", "/9j/"), null, null);
    Encoded sent =
        encode(
            Message.user("look"),
            assistant(call("c", "{}")),
            new Message.ToolResult(
                "c", List.of(ContentPart.text("see"), image), null, false, Extras.none()));
    assertThat(sent.at("/messages/2/content/0/content/1/source/media_type").asText())
        .isEqualTo("image/jpeg");
  }

  @Test
  void prefixLosesItsTrailingSpace() {
    Encoded sent = encode(Message.user("count"), Message.assistant("one, two, "));
    assertThat(sent.at("/messages/1/content").asText()).isEqualTo("one, two,");
    assertThat(sent.adjusted(Adjustment.Kind.CLAMPED)).containsExactly("prefix");
  }

  @Test
  void partsOfOtherDialectsAreDroppedAndReported() {
    Encoded sent =
        encode(
            user(
                new ContentPart.Opaque("other", "{\"type\":\"x\"}"),
                new ContentPart.Opaque(MessagesAdapter.DIALECT, "{\"type\":\"search_result\"}")));
    assertThat(sent.at("/messages/0/content"))
        .isEqualTo(Json.parse("[{\"type\":\"search_result\"}]"));
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED)).containsExactly("messages.content");
  }

  private static Encoded encode(Message... messages) {
    return Encoding.of(GenerationRequest.of(List.of(messages)));
  }

  private static Message user(ContentPart... parts) {
    return new Message.User(List.of(parts), null, Extras.none());
  }

  private static Message assistant(ContentPart... parts) {
    return new Message.Assistant(List.of(parts), null, false, Extras.none());
  }

  private static ContentPart call(String id, String arguments) {
    return new ContentPart.ToolCall(id, "f", arguments, null, null);
  }

  private static ContentPart reasoning(
      ReasoningKind kind, String text, @Nullable String signature, @Nullable String format) {
    return new ContentPart.Reasoning(kind, text, signature, null, format);
  }
}
