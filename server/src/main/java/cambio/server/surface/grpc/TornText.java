package cambio.server.surface.grpc;

/**
 * Joins the surrogate pairs of one text that comes in pieces. Providers may cut between the two
 * halves of a character, and protobuf's strings hold whole characters only.
 */
final class TornText {

  private char half;

  /** What of the text so far can be sent with this piece: possibly nothing. */
  String join(String piece) {
    if (piece.isEmpty()) {
      return piece;
    }
    String text = half == 0 ? piece : half + piece;
    half = 0;
    char last = text.charAt(text.length() - 1);
    if (Character.isHighSurrogate(last)) {
      half = last;
      return text.substring(0, text.length() - 1);
    }
    return text;
  }

  /** The replacement of a half that was never completed; else nothing. */
  String rest() {
    String rest = half == 0 ? "" : "\ufffd";
    half = 0;
    return rest;
  }
}
