package cambio.router.sticky;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.plan.Principal;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private static final Principal CALLER = Principal.anonymous();
  private static final GenerationRequest REQUEST =
      GenerationRequest.of(List.of(Message.system("be kind"), Message.user("hello")));

  private static @Nullable Conversation of(
      GenerationRequest request, String model, Principal caller, @Nullable String session) {
    return Conversation.of(request, model, caller, session, 2_000);
  }

  private static String key(GenerationRequest request, @Nullable String session) {
    return requireNonNull(of(request, "m", CALLER, session)).key();
  }

  @Test
  void laterTurnsAreTheSameConversation() {
    GenerationRequest later =
        GenerationRequest.of(
            List.of(
                Message.system("be kind"),
                Message.user("hello"),
                Message.assistant("hi"),
                Message.user("and now?")));
    assertThat(key(later, null)).isEqualTo(key(REQUEST, null));
  }

  @Test
  void otherOpeningsModelsAndCallersAreOthers() {
    GenerationRequest other =
        GenerationRequest.of(List.of(Message.system("be kind"), Message.user("good-bye")));
    Principal stranger =
        new Principal("default", "default", "another", null, CALLER.entitlements());
    assertThat(key(other, null)).isNotEqualTo(key(REQUEST, null));
    assertThat(requireNonNull(of(REQUEST, "n", CALLER, null)).key())
        .isNotEqualTo(key(REQUEST, null));
    assertThat(requireNonNull(of(REQUEST, "m", stranger, "s")).key())
        .isNotEqualTo(key(REQUEST, "s"));
  }

  @Test
  void theCallersNameGoesBeforeTheOpening() {
    GenerationRequest keyed = REQUEST.withCache(new CacheOptions("k", null));
    assertThat(key(keyed, "s")).isEqualTo(key(REQUEST, "s"));
    assertThat(key(keyed, null)).isNotEqualTo(key(REQUEST, null)).isNotEqualTo(key(REQUEST, "k"));
    assertThat(requireNonNull(of(keyed, "m", CALLER, null)).named()).isTrue();
    assertThat(requireNonNull(of(REQUEST, "m", CALLER, null)).named()).isFalse();
  }

  @Test
  void whatIsTooShortToBeCachedHasNoConversationUnlessItIsNamed() {
    assertThat(Conversation.of(REQUEST, "m", CALLER, null, 1_023)).isNull();
    assertThat(Conversation.of(REQUEST, "m", CALLER, "s", 1)).isNotNull();
  }
}
