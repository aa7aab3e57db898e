package cambio.router.plan;

import cambio.spi.request.ContentPart;
import cambio.spi.request.MediaSource;
import java.util.Locale;
import java.util.Set;

/**
 * How many tokens sound in a prompt is, by the size of its data. Providers count time: 10 to 32
 * tokens a second.
 *
 * @param likely at 32 tokens a second, of samples at 16 kHz and 16 bits (1,000 bytes a token) or
 *     compressed to 128 kbit a second (500 bytes)
 * @param most the same of samples at 8 kHz and 8 bits (250 bytes), or compressed to 32 kbit a
 *     second (125 bytes)
 */
record SoundTokens(long likely, long most) {

  static final SoundTokens NONE = new SoundTokens(0, 0);

  /** What is taken for sound that lies elsewhere: about a minute. */
  private static final SoundTokens UNSEEN = new SoundTokens(2_000, 2_000);

  private static final Set<String> SAMPLES = Set.of("wav", "pcm16", "pcm", "aiff");
  private static final int BYTES_OF_SAMPLES = 250;
  private static final int BYTES_COMPRESSED = 125;
  private static final int LIKELY_PART = 4;

  /** The tokens of one piece. */
  static SoundTokens of(ContentPart.Audio audio) {
    return switch (audio.source()) {
      case MediaSource.Base64 data -> ofBytes(data.base64().length() * 3L / 4, samples(audio));
      case MediaSource.Url url -> UNSEEN;
      case MediaSource.FileId file -> UNSEEN;
    };
  }

  SoundTokens plus(SoundTokens other) {
    return new SoundTokens(likely + other.likely, most + other.most);
  }

  private static SoundTokens ofBytes(long bytes, boolean samples) {
    long most = 1 + bytes / (samples ? BYTES_OF_SAMPLES : BYTES_COMPRESSED);
    return new SoundTokens(1 + most / LIKELY_PART, most);
  }

  private static boolean samples(ContentPart.Audio audio) {
    String format = audio.format();
    return format != null && SAMPLES.contains(format.toLowerCase(Locale.ROOT));
  }
}
