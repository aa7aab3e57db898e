package cambio.router.resume;

/**
 * Joins the rest of an answer to the text before the seam, so that nothing stands twice and nothing
 * is missing. Belongs to one attempt.
 *
 * <p>Two things are taken off the beginning of the rest: the text that was sent, where the provider
 * repeats it before it goes on, and the white space at the end of the text, which the caller has
 * and the provider was not given. A text of under {@value #SHORTEST_ECHO} characters is not taken
 * for a repetition, for an answer may well say a word or two again. A rest without that white space
 * at its beginning is taken as it is where its first character is none (providers trim it); where
 * it is other white space, the rest is none of this text.
 */
public final class Joint {

  private static final int SHORTEST_ECHO = 24;

  private final String sent;
  private final String blank;
  private final StringBuilder held = new StringBuilder();
  private State state;

  private enum State {
    /** What came may still be the text that was sent. */
    ECHO,
    /** What came may still be the white space at the text's end. */
    BLANK,
    JOINED,
    TORN
  }

  /** A joint for the rest of this text. */
  public Joint(Continuation continuation) {
    this.sent = continuation.sent();
    this.blank = continuation.shown().substring(sent.length());
    this.state = sent.length() >= SHORTEST_ECHO ? State.ECHO : State.BLANK;
  }

  /** The part of the next piece, and of what was held back before it, that is for the caller. */
  public String next(String piece) {
    if (state == State.JOINED || state == State.TORN) {
      return state == State.JOINED ? piece : "";
    }
    held.append(piece);
    if (state == State.ECHO) {
      String rest = held.toString();
      if (rest.length() < sent.length() && sent.startsWith(rest)) {
        return "";
      }
      if (rest.startsWith(sent)) {
        held.delete(0, sent.length());
      }
      state = State.BLANK;
    }
    return afterBlank();
  }

  private String afterBlank() {
    String rest = held.toString();
    if (rest.length() < blank.length() && blank.startsWith(rest)) {
      return "";
    }
    if (rest.startsWith(blank)) {
      return joined(rest.substring(blank.length()));
    }
    if (Character.isWhitespace(rest.charAt(0))) {
      state = State.TORN;
      return "";
    }
    return joined(rest);
  }

  private String joined(String rest) {
    state = State.JOINED;
    held.setLength(0);
    held.trimToSize();
    return rest;
  }

  /** What is left for the caller when the rest has ended. */
  public String end() {
    if (state != State.ECHO && state != State.BLANK) {
      return "";
    }
    state = State.BLANK;
    return held.isEmpty() ? joined("") : afterBlank();
  }

  /** Whether the rest is not this text's, so that it must not be shown. */
  public boolean torn() {
    return state == State.TORN;
  }
}
