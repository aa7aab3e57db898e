package cambio.router.auto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The labelled prompts that the classifier is trained and measured on; of our own writing. */
public final class LabelledPrompts {

  private static final String RESOURCE = "prompts.tsv";

  private LabelledPrompts() {}

  /**
   * A prompt and what it asks for.
   *
   * @param text what a caller would write
   */
  public record Prompt(Split split, TaskCategory category, String text) {}

  /** What a prompt is for. */
  public enum Split {
    /** To learn from. */
    TRAIN,
    /** To look at while the classifier is made. */
    DEV,
    /** To measure with, and for nothing else. */
    HELD
  }

  /** The prompts of a split. */
  public static List<Prompt> of(Split split) {
    return all().stream().filter(prompt -> prompt.split == split).toList();
  }

  private static List<Prompt> all() {
    try (InputStream in = LabelledPrompts.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      List<Prompt> prompts = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.startsWith("#") && !line.isBlank()) {
          prompts.add(prompt(line));
        }
      }
      return prompts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Prompt prompt(String line) {
    String[] fields = line.split("\t", 3);
    TaskCategory category = TaskCategory.named(fields[1]);
    if (category == null) {
      throw new IllegalStateException(RESOURCE + ": " + fields[1] + " is no category");
    }
    Split split = Split.valueOf(fields[0].toUpperCase(Locale.ROOT));
    return new Prompt(split, category, fields[2].replace("\\n", "\n"));
  }
}
