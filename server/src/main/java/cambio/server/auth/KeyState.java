package cambio.server.auth;

import cambio.spi.Failure;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is known of a secret at one moment. */
sealed interface KeyState {

  /** The organisation whose changes concern it; empty for none. */
  String organization();

  /** The key whose changes concern it; empty for none. */
  String lineage();

  /**
   * It may be used.
   *
   * @param until the instant from which it is refused; null for never
   * @param afterwards why it is refused from then on
   * @param identified the caller, as what the doors are handed
   */
  record Usable(
      Caller caller,
      @Nullable Instant until,
      Failure afterwards,
      CompletableFuture<Caller> identified)
      implements KeyState {

    Usable(Caller caller, @Nullable Instant until, Failure afterwards) {
      this(caller, until, afterwards, CompletableFuture.completedFuture(caller));
    }

    @Override
    public String organization() {
      return caller.principal().organization();
    }

    @Override
    public String lineage() {
      return caller.principal().keyId();
    }
  }

  /** It is refused, and why. */
  record Refused(String organization, String lineage, Failure failure) implements KeyState {}

  /** There is no such secret. */
  record Unknown() implements KeyState {

    static final Unknown INSTANCE = new Unknown();

    @Override
    public String organization() {
      return "";
    }

    @Override
    public String lineage() {
      return "";
    }
  }
}
