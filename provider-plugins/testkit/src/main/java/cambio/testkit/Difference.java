package cambio.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A place where what we send is not what the real client sent.
 *
 * @param path e.g. {@code $.messages[0].content}
 * @param recorded what the client sent; null where it sent nothing there
 * @param sent what we send; null where we send nothing there
 */
public record Difference(String path, @Nullable JsonNode recorded, @Nullable JsonNode sent) {

  /** The path with every array index replaced by {@code []}. */
  public String shape() {
    return path.replaceAll("\\[\\d+]", "[]");
  }

  @Override
  public String toString() {
    return path + ": recorded " + shorten(recorded) + ", sent " + shorten(sent);
  }

  private static String shorten(@Nullable JsonNode node) {
    String text = node == null ? "nothing" : node.toString();
    return text.length() > 160 ? text.substring(0, 160) + "…" : text;
  }
}
