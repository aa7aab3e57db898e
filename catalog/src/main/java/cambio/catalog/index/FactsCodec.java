package cambio.catalog.index;

import cambio.router.catalog.Capabilities;
import cambio.spi.AuthStyle;
import cambio.spi.Parameter;
import cambio.spi.Quirks;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The parts that models, providers and endpoints share, in the index. */
final class FactsCodec {

  private FactsCodec() {}

  static void write(IndexOutput out, Capabilities facts) throws IOException {
    out.optional(facts.tools());
    out.optional(facts.jsonSchema());
    out.optional(facts.reasoning());
    out.optional(facts.vision());
    out.optional(facts.caching());
  }

  static Capabilities capabilities(IndexInput in) throws IOException {
    return new Capabilities(
        in.optionalFlag(),
        in.optionalFlag(),
        in.optionalFlag(),
        in.optionalFlag(),
        in.optionalFlag());
  }

  /** As a set of bits: the index and its reader are always of one build. */
  static <E extends Enum<E>> void write(IndexOutput out, Collection<E> values) throws IOException {
    long bits = 0;
    for (E value : values) {
      bits |= 1L << value.ordinal();
    }
    out.number(bits);
  }

  static <E extends Enum<E>> Set<E> set(IndexInput in, Class<E> type) throws IOException {
    long bits = in.number();
    Set<E> values = EnumSet.noneOf(type);
    for (E value : type.getEnumConstants()) {
      if ((bits & 1L << value.ordinal()) != 0) {
        values.add(value);
      }
    }
    return values;
  }

  static Set<Parameter> parameters(IndexInput in) throws IOException {
    return set(in, Parameter.class);
  }

  static void write(IndexOutput out, Quirks quirks) throws IOException {
    out.entries(quirks.renames());
    out.texts(new TreeSet<>(quirks.unsupported()));
    out.entries(quirks.options());
  }

  static Quirks quirks(IndexInput in) throws IOException {
    Quirks quirks = new Quirks(in.entries(), new HashSet<>(in.texts()), in.entries());
    return quirks.equals(Quirks.none()) ? Quirks.none() : quirks;
  }

  static void write(IndexOutput out, AuthStyle auth) throws IOException {
    out.text(
        switch (auth) {
          case AuthStyle.Bearer _ -> "bearer";
          case AuthStyle.None _ -> "none";
          case AuthStyle.Header header -> "header:" + header.name();
          case AuthStyle.Scheme scheme -> scheme.name();
        });
  }

  static AuthStyle auth(IndexInput in) throws IOException {
    return AuthStyle.parse(in.text());
  }

  static List<String> strings(IndexInput in) throws IOException {
    return in.texts();
  }
}
