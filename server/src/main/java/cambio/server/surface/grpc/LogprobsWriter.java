package cambio.server.surface.grpc;

import cambio.spi.event.LogprobsReported;
import cambio.spi.event.TokenLogprob;
import cambio.v1.Logprobs;
import cambio.v1.TopLogprob;
import com.google.protobuf.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes log probabilities. */
final class LogprobsWriter {

  private LogprobsWriter() {}

  /** Adds what was reported to what there is. */
  static void add(LogprobsReported reported, Logprobs.Builder to) {
    for (TokenLogprob token : reported.tokens()) {
      if (reported.refusal()) {
        to.addRefusal(token(token));
      } else {
        to.addContent(token(token));
      }
    }
  }

  private static cambio.v1.TokenLogprob token(TokenLogprob token) {
    cambio.v1.TokenLogprob.Builder written =
        cambio.v1.TokenLogprob.newBuilder()
            .setToken(token.token())
            .setLogprob(token.logprob())
            .setBytes(bytes(token.bytes()));
    for (TokenLogprob top : token.alternatives()) {
      written.addTop(
          TopLogprob.newBuilder()
              .setToken(top.token())
              .setLogprob(top.logprob())
              .setBytes(bytes(top.bytes())));
    }
    return written.build();
  }

  private static ByteString bytes(@Nullable List<Integer> values) {
    if (values == null) {
      return ByteString.EMPTY;
    }
    byte[] bytes = new byte[values.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = values.get(i).byteValue();
    }
    return ByteString.copyFrom(bytes);
  }
}
