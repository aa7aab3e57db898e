package cambio.server.execution;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Conversations that stay where their prompt cache is. */
class StickySessionsTest {

  @Test
  void aNamedConversationStaysWhereItBegan() throws Exception {
    try (EngineHarness harness = new EngineHarness(Duration.ofSeconds(60), "good", "bytewise")) {
      Set<String> providers = new HashSet<>();
      for (int turn = 0; turn < 20; turn++) {
        RecordingSink sink = harness.sink();
        harness.converse(sink, "conversation", "good", "bytewise");
        sink.awaitSummary();
        providers.add(requireNonNull(sink.head).provider());
      }
      // Both cost the same, so the lottery alone would send half of the turns to each.
      assertThat(providers).hasSize(1);
    }
  }

  @Test
  void itLeavesAnEndpointThatFails() throws Exception {
    try (EngineHarness harness = new EngineHarness(Duration.ofSeconds(60), "good", "flaky")) {
      for (int turn = 0; turn < 12; turn++) {
        RecordingSink sink = harness.sink();
        harness.converse(sink, "conversation", "good", "flaky");
        sink.awaitSummary();
      }
      // Wherever it began, it has met the failure at most once and stayed with the other since.
      assertThat(harness.provider.calls("flaky")).isLessThanOrEqualTo(3);
      RecordingSink sink = harness.sink();
      harness.converse(sink, "conversation", "good", "flaky");
      sink.awaitSummary();
      assertThat(requireNonNull(sink.head).provider()).isEqualTo("p-good");
    }
  }
}
