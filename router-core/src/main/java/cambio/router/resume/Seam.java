package cambio.router.resume;

/**
 * Where in an answer's text another attempt took over.
 *
 * @param characters Unicode code points before it
 * @param bytes the same in UTF-8; an unpaired surrogate counts as the three bytes it becomes
 */
public record Seam(int characters, int bytes) {

  static Seam after(CharSequence text) {
    int characters = 0;
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      characters++;
      if (pair) {
        bytes += 4;
        i++;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return new Seam(characters, bytes);
  }
}
