package cambio.server.tokens;

import cambio.router.plan.PromptMeasure;
import cambio.router.plan.PromptParts;
import cambio.spi.request.GenerationRequest;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts prompts in tokens of o200k, by jtokkit. Texts of up to {@value #EXACT_CHARS} characters
 * are counted whole; of longer ones as many characters are counted, in pieces spread evenly over
 * them, so that the time it takes is bounded whatever a caller sends, and the rest is taken to have
 * as many tokens a byte. That is within ten percent even where a text is of many kinds.
 *
 * <p>The vocabulary takes half a second and some 30 MB, so it is read when it is first wanted, in
 * the background; until it is there nothing can be counted. Safe from any thread.
 */
public final class PromptCounter {

  /** The most characters that are counted of one prompt. */
  static final int EXACT_CHARS = 32 * 1024;

  private static final int PIECE_CHARS = 512;
  private static final int PIECES = EXACT_CHARS / PIECE_CHARS;

  private static final Logger log = LoggerFactory.getLogger(PromptCounter.class);

  private final Executor background;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private volatile @Nullable Encoding encoding;

  /**
   * A counter.
   *
   * @param background where the vocabulary is read
   */
  public PromptCounter(Executor background) {
    this.background = background;
  }

  /** Counts this request once, when it is asked to. */
  public PromptMeasure measure(GenerationRequest request) {
    return new Counting(request);
  }

  /** The tokens of this request; {@link PromptMeasure#UNKNOWN} while nothing can be counted. */
  public int tokens(GenerationRequest request) {
    Encoding by = encoding();
    if (by == null) {
      return PromptMeasure.UNKNOWN;
    }
    PromptParts parts = PromptParts.of(request);
    return (int) Math.min(Integer.MAX_VALUE, count(parts, by) + parts.otherTokens());
  }

  /** Reads the vocabulary now, where that has not been done. */
  public void load() {
    wanted.set(true);
    if (encoding == null) {
      encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
      // The registry reads a vocabulary at its first use.
      encoding.countTokensOrdinary("a");
    }
  }

  private @Nullable Encoding encoding() {
    Encoding known = encoding;
    if (known == null && wanted.compareAndSet(false, true)) {
      background.execute(() -> {
        try {
          load();
        } catch (RuntimeException | Error e) {
          log.warn("prompts cannot be counted; they are estimated by their bytes", e);
        }
      });
    }
    return known;
  }

  private static long count(PromptParts parts, Encoding by) {
    long characters = 0;
    for (String text : parts.texts()) {
      characters += text.length();
    }
    if (characters <= EXACT_CHARS) {
      long tokens = 0;
      for (String text : parts.texts()) {
        tokens += count(text, 0, text.length(), by);
      }
      return tokens;
    }
    return sampled(parts, characters, by);
  }

  /** Pieces at even distances over all texts together. */
  private static long sampled(PromptParts parts, long characters, Encoding by) {
    long tokens = 0;
    long seen = 0;
    long begun = 0;
    int piece = 0;
    for (String text : parts.texts()) {
      while (piece < PIECES && at(piece, characters) < begun + text.length()) {
        int from = (int) Math.max(0, at(piece, characters) - begun);
        int to = Math.min(text.length(), from + PIECE_CHARS);
        tokens += count(text, from, to, by);
        seen += text.substring(from, to).getBytes(StandardCharsets.UTF_8).length;
        piece++;
      }
      begun += text.length();
    }
    return Math.round((double) tokens * parts.bytes() / Math.max(1, seen));
  }

  private static long at(int piece, long characters) {
    return piece * (characters - PIECE_CHARS) / (PIECES - 1);
  }

  /** By pieces, for a text without a break takes the square of its length. */
  private static long count(String text, int from, int to, Encoding by) {
    long tokens = 0;
    for (int start = from; start < to; start += PIECE_CHARS) {
      tokens += by.countTokensOrdinary(text.substring(start, Math.min(to, start + PIECE_CHARS)));
    }
    return tokens;
  }

  private final class Counting implements PromptMeasure {

    private final GenerationRequest request;
    private int counted = UNKNOWN;

    private Counting(GenerationRequest request) {
      this.request = request;
    }

    @Override
    public synchronized int tokens() {
      if (counted == UNKNOWN) {
        counted = PromptCounter.this.tokens(request);
      }
      return counted;
    }
  }
}
