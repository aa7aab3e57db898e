package cambio.router.meter;

/**
 * How many tokens a text that comes in pieces has, as well as can be told without a tokenizer: four
 * characters a token where it is mostly ASCII, one and a half for the rest, and at least a token a
 * piece, for providers stream no less than that. Not safe for use by several threads at once.
 */
final class TextCount {

  private static final double ASCII_CHARS_PER_TOKEN = 4;
  private static final double OTHER_CHARS_PER_TOKEN = 1.5;

  private long ascii;
  private long other;
  private long pieces;

  /** Counts the next piece; an empty one is none. */
  void add(String text) {
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x80) {
        plain++;
      }
    }
    ascii += plain;
    other += text.length() - plain;
    pieces += text.isEmpty() ? 0 : 1;
  }

  /** Counts a piece in base64, three quarters of which are bytes of the text. */
  void addEncrypted(String base64) {
    ascii += base64.length() * 3L / 4;
    pieces += base64.isEmpty() ? 0 : 1;
  }

  boolean isEmpty() {
    return ascii + other == 0;
  }

  /** What was counted so far, of itself. */
  TextCount copy() {
    TextCount copy = new TextCount();
    copy.ascii = ascii;
    copy.other = other;
    copy.pieces = pieces;
    return copy;
  }

  /** What came since it was like this. */
  TextCount since(TextCount before) {
    TextCount more = new TextCount();
    more.ascii = ascii - before.ascii;
    more.other = other - before.other;
    more.pieces = pieces - before.pieces;
    return more;
  }

  int tokens() {
    double byLength = Math.ceil(ascii / ASCII_CHARS_PER_TOKEN + other / OTHER_CHARS_PER_TOKEN);
    return (int) Math.min(Math.max(pieces, byLength), Integer.MAX_VALUE);
  }
}
