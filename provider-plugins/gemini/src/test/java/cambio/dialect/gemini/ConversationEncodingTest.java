package cambio.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.Adjustment;
import cambio.spi.FailureException;
import cambio.spi.request.CacheHint;
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

class ConversationEncodingTest {

  private static GenerationRequest of(Message... messages) {
    return GenerationRequest.of(List.of(messages));
  }

  private static Message assistant(ContentPart... parts) {
    return new Message.Assistant(List.of(parts), null, false, Extras.none());
  }

  private static Message user(ContentPart... parts) {
    return new Message.User(List.of(parts), null, Extras.none());
  }

  private static ContentPart call(String id, String name, String args, @Nullable String seal) {
    return new ContentPart.ToolCall(id, name, args, seal, null);
  }

  private static ContentPart seal(String signature, @Nullable String id) {
    return new ContentPart.Reasoning(
        ReasoningKind.ENCRYPTED, signature, null, id, "google-gemini-v1");
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  @Test
  void instructionsStandApartAndLateOnesMoveToTheFront() {
    Encoded sent = Encoding.of(of(Message.system("a"), Message.user("hi"), Message.system("b")));
    assertThat(sent.at("/systemInstruction"))
        .isEqualTo(json("{'parts':[{'text':'a'},{'text':'b'}]}"));
    assertThat(sent.at("/contents")).isEqualTo(json("[{'role':'user','parts':[{'text':'hi'}]}]"));
    assertThat(sent.adjusted(Adjustment.Kind.EMULATED)).containsExactly("messages");
  }

  @Test
  void instructionsAloneAreSaidByTheUser() {
    Encoded sent = Encoding.of(of(Message.system("a"), Message.system("b")));
    assertThat(sent.at("/systemInstruction/parts")).isEqualTo(json("[{'text':'a'}]"));
    assertThat(sent.at("/contents/0/parts")).isEqualTo(json("[{'text':'b'}]"));
    assertThatThrownBy(() -> Encoding.of(of(Message.user(""))))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void parallelResultsAreOneTurnWithTheNamesOfTheirCalls() {
    Encoded sent =
        Encoding.of(
            of(
                Message.user("go"),
                assistant(
                    ContentPart.text("ok"),
                    call("c1", "add", "{\"a\":1}", "s1"),
                    call("call_gm_r_0_1", "now", "", null)),
                Message.toolResult("c1", "{\"sum\":1}"),
                new Message.ToolResult(
                    "call_gm_r_0_1",
                    List.of(ContentPart.text("bro"), ContentPart.text("ken")),
                    null,
                    true,
                    Extras.none()),
                Message.user("and?")));
    assertThat(sent.at("/contents/1"))
        .isEqualTo(
            json(
                "{'role':'model','parts':[{'text':'ok'},{'functionCall':{'id':'c1','name':'add',"
                    + "'args':{'a':1}},'thoughtSignature':'s1'},{'functionCall':{'name':'now',"
                    + "'args':{}}}]}"));
    assertThat(sent.at("/contents/2"))
        .isEqualTo(
            json(
                "{'role':'user','parts':[{'functionResponse':{'id':'c1','name':'add',"
                    + "'response':{'sum':1}}},{'functionResponse':{'name':'now',"
                    + "'response':{'error':'broken'}}},{'text':'and?'}]}"));
  }

  @Test
  void aResultOfAnUnknownCallNamesTheField() {
    assertThatThrownBy(() -> Encoding.of(of(Message.user("a"), Message.toolResult("x", "y"))))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().field()).isEqualTo("messages.tool_call_id"));
  }

  @Test
  void idsStayAwayWhereTheEndpointHasNone() {
    Encoded sent =
        Encoding.of(
            of(
                Message.user("a"),
                assistant(call("c1", "f", "[1]", null)),
                Message.toolResult("c1", "plain")),
            "call_ids",
            "false");
    assertThat(sent.at("/contents/1/parts/0/functionCall"))
        .isEqualTo(json("{'name':'f','args':{'arguments':'[1]'}}"));
    assertThat(sent.at("/contents/2/parts/0/functionResponse"))
        .isEqualTo(json("{'name':'f','response':{'output':'plain'}}"));
  }

  @Test
  void aSealGoesToTheTextBeforeItOrElseToTheNextOne() {
    Encoded after =
        Encoding.of(of(Message.user("a"), assistant(ContentPart.text("t"), seal("S", null))));
    Encoded before =
        Encoding.of(of(Message.user("a"), assistant(seal("S", null), ContentPart.text("t"))));
    JsonNode expected = json("[{'text':'t','thoughtSignature':'S'}]");
    assertThat(after.at("/contents/1/parts")).isEqualTo(expected);
    assertThat(before.at("/contents/1/parts")).isEqualTo(expected);
  }

  @Test
  void aSealWithoutATextIsAPartOfItsOwn() {
    Encoded sent =
        Encoding.of(of(Message.user("a"), assistant(call("c", "f", "{}", "s"), seal("S", null))));
    assertThat(sent.at("/contents/1/parts/1"))
        .isEqualTo(json("{'text':'','thoughtSignature':'S'}"));
  }

  @Test
  void reasoningThatNamesACallSealsIt() {
    Encoded sent =
        Encoding.of(of(Message.user("a"), assistant(seal("S", "c"), call("c", "f", "{}", null))));
    assertThat(sent.at("/contents/1/parts"))
        .isEqualTo(
            json("[{'functionCall':{'id':'c','name':'f','args':{}},'thoughtSignature':'S'}]"));
  }

  @Test
  void thoughtsComeBackAndForeignReasoningDoesNot() {
    Encoded sent =
        Encoding.of(
            of(
                Message.user("a"),
                assistant(
                    new ContentPart.Reasoning(
                        ReasoningKind.TEXT, "hm", "S", null, "google-gemini-v1"),
                    new ContentPart.Reasoning(
                        ReasoningKind.TEXT, "hm", "X", null, "anthropic-claude-v1"),
                    ContentPart.text("t"))));
    assertThat(sent.at("/contents/1/parts"))
        .isEqualTo(json("[{'text':'hm','thought':true,'thoughtSignature':'S'},{'text':'t'}]"));
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED)).containsExactly("messages.reasoning");
  }

  @Test
  void callsOfOtherModelsGetTheStandInWhereTheModelChecks() {
    GenerationRequest request =
        of(
            Message.user("a"),
            assistant(call("c", "f", "{}", null), call("d", "f", "{}", null)),
            Message.toolResult("c", "1"),
            Message.toolResult("d", "2"),
            assistant(call("e", "f", "{}", "own"), call("g", "f", "{}", null)));
    Encoded sent = Encoding.of(request, "unsigned_calls", "skip");
    assertThat(sent.at("/contents").findValuesAsText("thoughtSignature"))
        .containsExactly("skip_thought_signature_validator", "own");
    assertThat(Encoding.of(request).at("/contents").findValuesAsText("thoughtSignature"))
        .containsExactly("own");
  }

  @Test
  void mediaSayTheirTypes() {
    Encoded sent =
        Encoding.of(
            of(
                user(
                    new ContentPart.Image(
                        new MediaSource.Base64(null, "iVBORw0KGgoAAA"), null, null),
                    new ContentPart.Image(
                        new MediaSource.Url("https://h.invalid/a.WEBP?x=.png"), null, null),
                    new ContentPart.Audio(new MediaSource.Base64(null, "AAAA"), "mp3", null),
                    new ContentPart.Audio(
                        new MediaSource.Base64(null, "UklGRiQAAABXQVZFZm10"), null, null),
                    new ContentPart.Video(new MediaSource.Url("https://h.invalid/watch"), null),
                    new ContentPart.File(new MediaSource.FileId("abc"), "t.csv", null),
                    new ContentPart.Opaque("gemini", "{\"fileData\":{\"fileUri\":\"u\"}}"),
                    new ContentPart.Opaque("gemini", "{\"groundingMetadata\":{}}"),
                    new ContentPart.Opaque("other", "{}"))));
    assertThat(sent.at("/contents/0/parts"))
        .isEqualTo(
            json(
                "[{'inlineData':{'mimeType':'image/png','data':'iVBORw0KGgoAAA'}},"
                    + "{'fileData':{'mimeType':'image/webp',"
                    + "'fileUri':'https://h.invalid/a.WEBP?x=.png'}},"
                    + "{'inlineData':{'mimeType':'audio/mpeg','data':'AAAA'}},"
                    + "{'inlineData':{'mimeType':'audio/wav','data':'UklGRiQAAABXQVZFZm10'}},"
                    + "{'fileData':{'mimeType':'video/mp4','fileUri':'https://h.invalid/watch'}},"
                    + "{'fileData':{'mimeType':'text/csv',"
                    + "'fileUri':'https://host.invalid/v1beta/files/abc'}},"
                    + "{'fileData':{'fileUri':'u'}}]"));
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED)).containsExactly("messages.content");
  }

  @Test
  void picturesOfAResultStandBesideItOrWithinIt() {
    GenerationRequest request =
        of(
            Message.user("a"),
            assistant(call("c", "f", "{}", null)),
            new Message.ToolResult(
                "c",
                List.of(
                    new ContentPart.Image(new MediaSource.Base64("image/png", "AA"), null, null)),
                null,
                false,
                Extras.none()));
    JsonNode picture = json("{'inlineData':{'mimeType':'image/png','data':'AA'}}");
    assertThat(Encoding.of(request).at("/contents/2/parts/1")).isEqualTo(picture);
    assertThat(
            Encoding.of(request, "tool_media", "within")
                .at("/contents/2/parts/0/functionResponse/parts/0"))
        .isEqualTo(picture);
  }

  @Test
  void marksThatMeanNothingHereAreReported() {
    Encoded sent =
        Encoding.of(
            of(
                user(
                    new ContentPart.Text("a", new CacheHint(null)),
                    new ContentPart.Image(
                        new MediaSource.Base64("image/png", "AA"), "low", new CacheHint(null)))));
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED))
        .containsExactly("cache_control", "messages.image.detail");
  }

  @Test
  void aMessageToBeContinuedIsLeftOutAndReported() {
    Encoded sent =
        Encoding.of(
            of(
                Message.user("a"),
                new Message.Assistant(
                    List.of(ContentPart.text("The")), null, true, Extras.none())));
    assertThat(sent.at("/contents")).hasSize(1);
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED)).contains("prefix");
  }
}
