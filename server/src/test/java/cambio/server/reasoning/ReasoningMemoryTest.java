package cambio.server.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.catalog.Capabilities;
import cambio.router.catalog.Endpoint;
import cambio.router.plan.Candidate;
import cambio.router.plan.Entitlements;
import cambio.router.plan.Principal;
import cambio.router.plan.RoutePlan;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RouteRequest;
import cambio.server.content.ContentStore;
import cambio.server.content.MemoryContentStore;
import cambio.server.content.Tenant;
import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CallContext;
import cambio.server.execution.ConversationMemory.Recollection;
import cambio.server.execution.GenerationCall;
import cambio.spi.AuthStyle;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.Quirks;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.Usage;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.ReasoningKind;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReasoningMemoryTest {

  private static final String FORMAT = "anthropic-claude-v1";
  private static final ToolOptions TOOLS =
      new ToolOptions(List.of(new Tool.Function("f", null, null, null, null)), null, null);

  private static final List<GenerationEvent> THOUGHTFUL =
      List.of(
          thought(0, ReasoningKind.TEXT, "Let me ", null),
          thought(0, ReasoningKind.TEXT, "see.", null),
          thought(0, ReasoningKind.TEXT, "", "seal"),
          thought(1, ReasoningKind.ENCRYPTED, "blob", null),
          new ContentDelta(0, "I'll ask."),
          new ToolCallDelta(0, 0, "call_a", "f", "", "sign"),
          new ToolCallDelta(0, 0, null, null, "{}"),
          new ToolCallDelta(0, 1, "call_b", "f", "{}"));

  private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);
  private final Counting store = new Counting(new MemoryContentStore(1_000_000, clock));
  private boolean zeroRetention;
  private boolean taken = true;
  private final ReasoningMemory memory =
      new ReasoningMemory(
          store, Duration.ofHours(1), call -> zeroRetention, endpoint -> taken, clock);

  /** Counts how often the store is asked. */
  private static final class Counting implements ContentStore {
    private final ContentStore store;
    private final AtomicInteger reads = new AtomicInteger();
    private boolean broken;

    Counting(ContentStore store) {
      this.store = store;
    }

    @Override
    public CompletionStage<@Nullable Void> put(Tenant t, String key, byte[] bytes, Duration ttl) {
      return store.put(t, key, bytes, ttl);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Tenant tenant, String key) {
      reads.incrementAndGet();
      return broken
          ? CompletableFuture.failedFuture(
              new FailureException(Failure.of(FailureKind.UNAVAILABLE, "down")))
          : store.get(tenant, key);
    }

    @Override
    public CompletionStage<@Nullable Void> remove(Tenant tenant, String key) {
      return store.remove(tenant, key);
    }
  }

  @Test
  void whatAPlainClientDropsIsPutBack() {
    answer("acme", THOUGHTFUL);
    Message.Assistant restored = restored("acme", plainHistory(), endpoint("m", "anthropic"));
    assertThat(restored.content())
        .containsExactly(
            new ContentPart.Reasoning(ReasoningKind.TEXT, "Let me see.", "seal", null, FORMAT),
            new ContentPart.Reasoning(ReasoningKind.ENCRYPTED, "blob", null, null, FORMAT),
            ContentPart.text("I'll ask."),
            new ContentPart.ToolCall("call_a", "f", "{}", "sign", null),
            new ContentPart.ToolCall("call_b", "f", "{}", null, null));
  }

  @Test
  void itGoesBackOnlyToWhereItCameFrom() {
    answer("acme", THOUGHTFUL);
    for (Endpoint other : List.of(endpoint("n", "anthropic"), endpoint("m", "gemini"))) {
      assertThat(restored("acme", plainHistory(), other).content()).hasSize(3);
    }
    taken = false;
    assertThat(restored("acme", plainHistory(), endpoint("m", "anthropic")).content()).hasSize(3);
  }

  @Test
  void anotherTenantNeverSeesIt() {
    answer("acme", THOUGHTFUL);
    assertThat(restored("other", plainHistory(), endpoint("m", "anthropic")).content()).hasSize(3);
  }

  @Test
  void nothingIsKeptOrReadUnderZeroRetention() {
    zeroRetention = true;
    answer("acme", THOUGHTFUL);
    zeroRetention = false;
    assertThat(restored("acme", plainHistory(), endpoint("m", "anthropic")).content()).hasSize(3);
    answer("acme", THOUGHTFUL);
    zeroRetention = true;
    assertThat(restored("acme", plainHistory(), endpoint("m", "anthropic")).content()).hasSize(3);
  }

  @Test
  void whatTheClientSentItselfStands() {
    answer("acme", THOUGHTFUL);
    ContentPart own = new ContentPart.Reasoning(ReasoningKind.TEXT, "mine", "s", null, FORMAT);
    List<ContentPart> parts = new ArrayList<>(List.of(own));
    parts.addAll(calls());
    List<Message> history = List.of(Message.user("q"), assistant(parts));
    assertThat(restored("acme", history, endpoint("m", "anthropic")).content()).isEqualTo(parts);
    assertThat(store.reads).hasValue(0);
  }

  @Test
  void answersWithoutReasoningCostNoRead() {
    answer("acme", List.of(new ToolCallDelta(0, 0, "call_a", "f", "{}")));
    restored("acme", plainHistory(), endpoint("m", "anthropic"));
    assertThat(store.reads).hasValue(0);
    List<Message> unknown =
        List.of(assistant(List.of(new ContentPart.ToolCall("call_x", "f", "{}", null, null))));
    restored("acme", unknown, endpoint("m", "anthropic"));
    restored("acme", unknown, endpoint("m", "anthropic"));
    assertThat(store.reads).hasValue(1);
    taken = false;
    restored("acme", List.of(assistant(calls())), endpoint("m", "anthropic"));
    assertThat(store.reads).hasValue(1);
  }

  @Test
  void aStoreInTroubleKnowsNothing() {
    answer("acme", THOUGHTFUL);
    store.broken = true;
    assertThat(restored("acme", plainHistory(), endpoint("m", "anthropic")).content()).hasSize(3);
    store.broken = false;
    assertThat(restored("acme", plainHistory(), endpoint("m", "anthropic")).content()).hasSize(5);
  }

  @Test
  void keptTurnsAreReadBackWhole() {
    KeptTurn turn =
        new KeptTurn(
            "d",
            "a/m",
            List.of(
                new ContentPart.Reasoning(ReasoningKind.SUMMARY, "\"ü\n", null, "id", null),
                new ContentPart.Reasoning(ReasoningKind.TEXT, "", "s", null, "f")),
            java.util.Map.of("call \"1\"", "seal"));
    assertThat(KeptTurn.of(turn.toBytes())).isEqualTo(turn);
    assertThat(KeptTurn.of("{\"v\":2}".getBytes(java.nio.charset.StandardCharsets.UTF_8))).isNull();
    assertThat(KeptTurn.of(new byte[] {1})).isNull();
  }

  private void answer(String organization, List<GenerationEvent> events) {
    GenerationCall call = call(organization, List.of(Message.user("q")));
    AnswerSink sink = memory.watching(call, new DeafSink());
    Endpoint endpoint = endpoint("m", "anthropic");
    sink.committed(new AnswerHead("gen", "m", "p", endpoint.id(), 0, 1, plan(endpoint), null));
    events.forEach(sink::event);
    sink.completed(
        new AnswerSummary(
            Usage.ZERO,
            false,
            null,
            List.of(),
            List.of(),
            List.of(),
            Duration.ZERO,
            Duration.ZERO));
  }

  private Message.Assistant restored(
      String organization, List<Message> history, Endpoint endpoint) {
    GenerationCall call = call(organization, history);
    Recollection known = memory.recall(call, plan(endpoint)).toCompletableFuture().join();
    return known.restore(call.request(), endpoint).messages().stream()
        .filter(Message.Assistant.class::isInstance)
        .map(Message.Assistant.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static GenerationCall call(String organization, List<Message> messages) {
    Principal principal = new Principal(organization, "main", "key", null, Entitlements.all());
    return new GenerationCall(
        GenerationRequest.of(messages).withTools(TOOLS),
        new RouteRequest(List.of("m"), RoutePreferences.none()),
        new CallContext(
            "req",
            "gen",
            "openai",
            principal,
            Instant.EPOCH,
            Duration.ofMinutes(1),
            null,
            null,
            null));
  }

  private static List<Message> plainHistory() {
    List<ContentPart> parts = new ArrayList<>(List.of(ContentPart.text("I'll ask.")));
    parts.addAll(calls());
    return List.of(
        Message.user("q"),
        assistant(parts),
        Message.toolResult("call_a", "1"),
        Message.toolResult("call_b", "2"));
  }

  private static List<ContentPart> calls() {
    return List.of(
        new ContentPart.ToolCall("call_a", "f", "{}", null, null),
        new ContentPart.ToolCall("call_b", "f", "{}", null, null));
  }

  private static Message assistant(List<ContentPart> parts) {
    return new Message.Assistant(parts, null, false, Extras.none());
  }

  private static ReasoningDelta thought(
      int index, ReasoningKind kind, String text, @Nullable String seal) {
    return new ReasoningDelta(0, index, kind, text, seal, null, FORMAT);
  }

  private static RoutePlan plan(Endpoint endpoint) {
    Candidate candidate = new Candidate(endpoint, "c", "operator", null, List.of());
    return new RoutePlan(List.of("m"), "price", List.of(candidate), List.of(), "v");
  }

  private static Endpoint endpoint(String model, String dialect) {
    return new Endpoint(
        "p:" + model,
        "p",
        model,
        "p",
        model,
        dialect,
        AuthStyle.BEARER,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        Capabilities.UNKNOWN,
        Set.of(),
        false,
        Quirks.none(),
        null);
  }
}
