package cambio.spi.request;

/**
 * How spoken output is to sound.
 *
 * @param voice the provider's name of a voice
 * @param format e.g. {@code wav}, {@code mp3}, {@code pcm16}
 */
public record AudioOutput(String voice, String format) {}
