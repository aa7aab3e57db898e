package cambio.server.surface.chat;

import cambio.router.plan.RouteWishes;
import cambio.router.plan.RouteWishes.AutoSettings;
import cambio.server.surface.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the router is to do with a request before it routes it: {@code preset}, {@code
 * transforms}, {@code plugins} and {@code auto}.
 */
final class WishesReader {

  private static final String NOT_SERVED = "This router does not act on it.";
  private static final String MIDDLE_OUT = "middle-out";
  private static final int LONGEST_SLUG = 64;
  private static final int MOST_PATTERNS = 1024;
  private static final String[] CATEGORIES = {
    "programming",
    "maths",
    "translation",
    "reasoning",
    "roleplay",
    "summarising",
    "data_extraction",
    "general"
  };

  private final Ignored ignored;
  private @Nullable String preset;
  private boolean middleOut;
  private boolean heal;
  private double tolerance = AutoSettings.STANDARD_TOLERANCE;
  private List<String> allowed = List.of();
  private List<String> excluded = List.of();
  private @Nullable String category;

  WishesReader(Ignored ignored) {
    this.ignored = ignored;
  }

  /** Reads a top-level member; false where it is no wish. */
  boolean take(String name, StrictJson json) throws IOException {
    switch (name) {
      case "preset" -> preset = slug(json);
      case "transforms" -> transforms(json);
      case "plugins" -> plugins(json);
      case "auto" -> auto(json);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whether broken JSON is to be put right. */
  boolean heal() {
    return heal;
  }

  RouteWishes toWishes() {
    boolean plain =
        tolerance == AutoSettings.STANDARD_TOLERANCE
            && allowed.isEmpty()
            && excluded.isEmpty()
            && category == null;
    if (plain && preset == null && !middleOut) {
      return RouteWishes.none();
    }
    return new RouteWishes(
        preset,
        middleOut,
        plain ? AutoSettings.standard() : new AutoSettings(tolerance, allowed, excluded, category));
  }

  private static @Nullable String slug(StrictJson json) throws IOException {
    String slug = json.text();
    if (slug != null && (slug.isBlank() || slug.length() > LONGEST_SLUG)) {
      throw json.refused(
          StrictJson.quoted(slug) + " (expected: a slug of 1 to " + LONGEST_SLUG + " characters)");
    }
    return slug;
  }

  private void transforms(StrictJson json) throws IOException {
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      middleOut |= json.word(MIDDLE_OUT) != null;
    }
  }

  private void plugins(StrictJson json) throws IOException {
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      String path = json.path();
      if (json.isObject()) {
        plugin(path, json);
      } else {
        ignored.add(path, NOT_SERVED);
        json.skip();
      }
    }
  }

  private void plugin(String path, StrictJson json) throws IOException {
    String id = null;
    boolean enabled = true;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "id" -> id = json.text();
        case "enabled" -> enabled = !Boolean.FALSE.equals(json.bool());
        case "allowed_models" -> allowed = patterns(json);
        case "excluded_models" -> excluded = patterns(json);
        case "engine" -> json.text();
        default -> ignored.skip(json);
      }
    }
    switch (id == null ? "" : id) {
      case "context-compression" -> middleOut |= enabled;
      case "response-healing" -> heal |= enabled;
      case "auto-router", "auto-beta-router" -> {}
      default -> ignored.add(path, NOT_SERVED);
    }
  }

  private void auto(StrictJson json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "quality_tolerance" -> {
          Double value = json.number(0, 1);
          tolerance = value == null ? tolerance : value;
        }
        case "allowed_models" -> allowed = patterns(json);
        case "excluded_models" -> excluded = patterns(json);
        case "category" -> category = json.word(CATEGORIES);
        default -> ignored.skip(json);
      }
    }
  }

  private static List<String> patterns(StrictJson json) throws IOException {
    List<String> patterns = new ArrayList<>(json.texts());
    if (patterns.size() > MOST_PATTERNS) {
      throw json.refused(patterns.size() + " items (expected: at most " + MOST_PATTERNS + ")");
    }
    return patterns;
  }
}
