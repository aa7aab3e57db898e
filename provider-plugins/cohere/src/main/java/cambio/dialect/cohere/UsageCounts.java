package cambio.dialect.cohere;

import cambio.spi.event.Usage;
import cambio.wire.JsonReader;
import cambio.wire.TokenCounts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The token counts of an answer. {@code billed_units} is what is charged and therefore what counts;
 * {@code tokens} holds the provider's template besides, which is not charged. A server that bills
 * nothing gives {@code tokens} alone, which count then.
 *
 * <p>{@code cached_tokens} is a part of {@code tokens}. Of a prompt of 1,645 tokens of which 135
 * are charged, at most 1,510 cached ones can be the template's: of 1,600 cached tokens at least 90
 * are charged ones, and that many are reported. So a cache never makes the prompt cheaper than it
 * is.
 */
final class UsageCounts {

  private int billedInput = TokenCounts.ABSENT;
  private int billedOutput = TokenCounts.ABSENT;
  private int input = TokenCounts.ABSENT;
  private int output = TokenCounts.ABSENT;
  private int images = TokenCounts.ABSENT;
  private int reasoning = TokenCounts.ABSENT;
  private int cached = TokenCounts.ABSENT;

  /** Reads a {@code usage} object. */
  void read(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "billed_units" -> billed(json);
        case "tokens" -> tokens(json);
        case "cached_tokens" -> cached = count(json);
        default -> json.skip();
      }
    }
  }

  /** The canonical usage; null where nothing was counted or something makes no sense. */
  @Nullable Usage toUsage() {
    if (absurd()) {
      return null;
    }
    boolean billed = billedInput != TokenCounts.ABSENT || billedOutput != TokenCounts.ABSENT;
    long whole = present(input) + present(images);
    long charged = billed ? present(billedInput) : whole;
    int answer = billed ? billedOutput : output;
    if (charged > Integer.MAX_VALUE || present(cached) > Math.max(whole, charged)) {
      return null;
    }
    TokenCounts counts = new TokenCounts();
    if (billed || input != TokenCounts.ABSENT || images != TokenCounts.ABSENT) {
      counts.put(TokenCounts.Kind.INPUT, (int) charged);
    }
    long uncharged = Math.max(0, whole - charged);
    long read = Math.min(charged, Math.max(0, present(cached) - uncharged));
    return counts
        .put(TokenCounts.Kind.CACHED_INPUT, (int) read)
        .put(TokenCounts.Kind.INPUT_IMAGE, (int) Math.min(charged, present(images)))
        .put(TokenCounts.Kind.OUTPUT, answer)
        // Counted among all tokens of the answer; those that are not charged are marks around it.
        .put(TokenCounts.Kind.REASONING, (int) Math.min(present(answer), present(reasoning)))
        .toUsage();
  }

  private boolean absurd() {
    int least = Math.min(Math.min(billedInput, billedOutput), Math.min(input, output));
    return Math.min(least, Math.min(Math.min(images, reasoning), cached)) == TokenCounts.ABSURD;
  }

  private static long present(int count) {
    return Math.max(0, count);
  }

  private void billed(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "input_tokens" -> billedInput = count(json);
        case "output_tokens" -> billedOutput = count(json);
        default -> json.skip();
      }
    }
  }

  private void tokens(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "input_tokens" -> input = count(json);
        case "output_tokens" -> output = count(json);
        case "image_tokens" -> images = count(json);
        case "reasoning_tokens" -> reasoning = count(json);
        default -> json.skip();
      }
    }
  }

  /** The published types say number, not integer: 7.0 is 7. */
  static int count(JsonReader json) throws IOException {
    if (!json.isNumber()) {
      return json.count();
    }
    double value = json.number(-1);
    boolean whole = value == Math.rint(value) && value >= 0 && value <= Integer.MAX_VALUE;
    return whole ? (int) value : TokenCounts.ABSURD;
  }
}
