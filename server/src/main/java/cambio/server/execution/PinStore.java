package cambio.server.execution;

import cambio.router.sticky.Pin;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where conversations are held, as all routers together know it. No method blocks. */
public interface PinStore {

  /**
   * Where a conversation is held; null where it is not, or where the store does not say in time.
   */
  CompletionStage<@Nullable Pin> find(String conversation);

  /** From now on it is held there, or, for null, nowhere. What cannot be written is lost. */
  void keep(String conversation, @Nullable Pin pin);

  /** Of a router without others: knows nothing, keeps nothing. */
  PinStore NONE =
      new PinStore() {
        @Override
        public CompletionStage<@Nullable Pin> find(String conversation) {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public void keep(String conversation, @Nullable Pin pin) {}
      };
}
