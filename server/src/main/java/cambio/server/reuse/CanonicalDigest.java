package cambio.server.reuse;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of values made of records, collections and plain values: equal values have equal digests,
 * and every component of every record counts, so that a component which is added later counts
 * without a word here. What it does not know it refuses: two values are never taken for one.
 */
final class CanonicalDigest {

  private static final ClassValue<Method[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          Method[] accessors = new Method[components.length];
          for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
          }
          return accessors;
        }
      };

  private final MessageDigest digest = sha256();

  /**
   * Adds a value.
   *
   * @throws IllegalArgumentException for a value of an unknown kind
   */
  CanonicalDigest add(@Nullable Object value) {
    switch (value) {
      case null -> tag('0', 0);
      case String text -> text('s', text);
      case Enum<?> word -> text('e', word.name());
      case Boolean bool -> text('b', bool.toString());
      case Number number -> text('n', number.getClass().getSimpleName() + number);
      case Duration span -> text('d', span.toString());
      case Instant instant -> text('t', instant.toString());
      case URI uri -> text('u', uri.toString());
      case Map<?, ?> map -> unordered('m', map.entrySet());
      case Map.Entry<?, ?> entry -> add(entry.getKey()).add(entry.getValue());
      case Set<?> set -> unordered('q', set);
      case Collection<?> list -> {
        tag('l', list.size());
        list.forEach(this::add);
      }
      case Record object -> components(object);
      default -> throw new IllegalArgumentException("no digest of a " + value.getClass().getName());
    }
    return this;
  }

  /** The digest; nothing can be added after. */
  byte[] finish() {
    return digest.digest();
  }

  private void components(Record object) {
    text('r', object.getClass().getName());
    for (Method accessor : COMPONENTS.get(object.getClass())) {
      try {
        add(accessor.invoke(object));
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException("no digest of a " + object.getClass().getName(), e);
      }
    }
  }

  /** Elements in the order of their own digests. */
  private void unordered(char tag, Collection<?> elements) {
    List<byte[]> digests = new ArrayList<>(elements.size());
    for (Object element : elements) {
      digests.add(new CanonicalDigest().add(element).finish());
    }
    digests.sort(Arrays::compare);
    tag(tag, digests.size());
    digests.forEach(digest::update);
  }

  private void text(char tag, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    tag(tag, bytes.length);
    digest.update(bytes);
  }

  private void tag(char tag, int length) {
    digest.update(ByteBuffer.allocate(5).put((byte) tag).putInt(length).flip());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
