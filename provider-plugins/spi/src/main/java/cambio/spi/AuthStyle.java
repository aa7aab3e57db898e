package cambio.spi;

import org.jspecify.annotations.Nullable;

/** Where a credential goes in a request. */
public sealed interface AuthStyle {

  /** {@code authorization: Bearer <secret>}. */
  record Bearer() implements AuthStyle {}

  /**
   * The bare secret in a header of this (lower-case) name.
   *
   * @param exchange the scheme of the {@link TokenExchange} for credentials that are no key, whose
   *     token travels as a bearer; null where there is none
   */
  record Header(String name, @Nullable String exchange) implements AuthStyle {
    /** A header for keys only. */
    public Header(String name) {
      this(name, null);
    }
  }

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
   * Reads the catalogue's notation: {@code bearer}, {@code none}, {@code header:x-api-key}, {@code
   * header:x-api-key,some-exchange}, or the name of a scheme.
   */
  static AuthStyle parse(String text) {
    if (text.equals("bearer")) {
      return BEARER;
    }
    if (text.equals("none")) {
      return NONE;
    }
    if (!text.startsWith("header:")) {
      return new Scheme(text);
    }
    String header = text.substring("header:".length());
    int comma = header.indexOf(',');
    return comma < 0
        ? new Header(header)
        : new Header(header.substring(0, comma), header.substring(comma + 1));
  }

  /** The scheme of the {@link TokenExchange} that may be needed; null where none ever is. */
  default @Nullable String exchangeScheme() {
    return switch (this) {
      case Bearer _ -> null;
      case None _ -> null;
      case Header header -> header.exchange();
      case Scheme scheme -> scheme.name();
    };
  }
}
