package cambio.catalog.index;

import cambio.router.catalog.Capabilities;
import cambio.spi.AuthStyle;
import cambio.spi.Quirks;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** The parts that models, providers and endpoints share, in the index: each once. */
final class FactsCodec {

  private FactsCodec() {}

  static void write(IndexOutput out, Capabilities facts) throws IOException {
    if (out.first(facts)) {
      out.optional(facts.tools());
      out.optional(facts.jsonSchema());
      out.optional(facts.reasoning());
      out.optional(facts.vision());
      out.optional(facts.caching());
    }
  }

  static Capabilities capabilities(IndexInput in) throws IOException {
    return in.shared(part ->
        new Capabilities(
            part.optionalFlag(),
            part.optionalFlag(),
            part.optionalFlag(),
            part.optionalFlag(),
            part.optionalFlag()));
  }

  /** As a set of bits: the index and its reader are always of one build. */
  static <E extends Enum<E>> void write(IndexOutput out, Set<E> values) throws IOException {
    if (out.first(values)) {
      long bits = 0;
      for (E value : values) {
        bits |= 1L << value.ordinal();
      }
      out.number(bits);
    }
  }

  static <E extends Enum<E>> Set<E> set(IndexInput in, Class<E> type) throws IOException {
    return in.shared(part -> Set.copyOf(bits(part.number(), type)));
  }

  private static <E extends Enum<E>> Set<E> bits(long bits, Class<E> type) {
    Set<E> values = EnumSet.noneOf(type);
    for (E value : type.getEnumConstants()) {
      if ((bits & 1L << value.ordinal()) != 0) {
        values.add(value);
      }
    }
    return values;
  }

  static void write(IndexOutput out, Quirks quirks) throws IOException {
    if (out.first(quirks)) {
      out.entries(quirks.renames());
      out.texts(new TreeSet<>(quirks.unsupported()));
      out.entries(quirks.options());
    }
  }

  static Quirks quirks(IndexInput in) throws IOException {
    return in.shared(
        part -> new Quirks(part.entries(), new HashSet<>(part.texts()), part.entries()));
  }

  static void write(IndexOutput out, AuthStyle auth) throws IOException {
    if (out.first(auth)) {
      out.text(
          switch (auth) {
            case AuthStyle.Bearer _ -> "bearer";
            case AuthStyle.None _ -> "none";
            case AuthStyle.Header header -> header(header);
            case AuthStyle.Scheme scheme -> scheme.name();
          });
    }
  }

  private static String header(AuthStyle.Header header) {
    String exchange = header.exchange();
    return "header:" + header.name() + (exchange == null ? "" : "," + exchange);
  }

  static AuthStyle auth(IndexInput in) throws IOException {
    return in.shared(part -> AuthStyle.parse(part.text()));
  }
}
