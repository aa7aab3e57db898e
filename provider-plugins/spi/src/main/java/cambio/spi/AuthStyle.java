package cambio.spi;

/** Where a credential goes in a request. */
public sealed interface AuthStyle {

  /** {@code authorization: Bearer <secret>}. */
  record Bearer() implements AuthStyle {}

  /** The bare secret in a header of this (lower-case) name. */
  record Header(String name) implements AuthStyle {}

  /** No credential at all, as for a local model. */
  record None() implements AuthStyle {}

  /**
   * A signature or token that the dialect makes itself, e.g. {@code aws-sigv4} or {@code
   * google-oauth2}.
   */
  record Scheme(String name) implements AuthStyle {}

  /** {@link Bearer}. */
  AuthStyle BEARER = new Bearer();

  /** {@link None}. */
  AuthStyle NONE = new None();

  /**
   * Reads the catalogue's notation: {@code bearer}, {@code none}, {@code header:x-api-key}, or the
   * name of a scheme.
   */
  static AuthStyle parse(String text) {
    if (text.equals("bearer")) {
      return BEARER;
    }
    if (text.equals("none")) {
      return NONE;
    }
    return text.startsWith("header:")
        ? new Header(text.substring("header:".length()))
        : new Scheme(text);
  }
}
