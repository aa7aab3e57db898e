package cambio.server.surface.chat;

import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RouteRequest;
import cambio.server.execution.Delivery;
import cambio.server.surface.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code model}, {@code models}, {@code provider} and the wishes. */
public final class RouteReader {

  /** How many fallbacks a caller may name. */
  static final int MOST_MODELS = 3;

  private static final int LONGEST_NAME = 256;

  private final ProviderPreferencesReader preferencesReader;
  private final WishesReader wishes;
  private @Nullable String model;
  private List<String> models = List.of();
  private RoutePreferences preferences = RoutePreferences.none();

  /** A reader that notes there what it does not know. */
  public RouteReader(Ignored ignored) {
    this.preferencesReader = new ProviderPreferencesReader(ignored);
    this.wishes = new WishesReader(ignored);
  }

  /** Reads a top-level member; false where it says nothing about the route. */
  public boolean take(String name, StrictJson json) throws IOException {
    switch (name) {
      case "model" -> model = name(json);
      case "models" -> models = models(json);
      case "provider" -> preferences = preferencesReader.read(json);
      // Has no effect any more: models alone asks for fallbacks.
      case "route" -> json.word("fallback", "sort");
      default -> {
        return wishes.take(name, json);
      }
    }
    return true;
  }

  /** The route; without models where the body names none: a preset or a rule of the house may. */
  public RouteRequest toRoute() {
    List<String> wanted = new ArrayList<>();
    if (model != null) {
      wanted.add(model);
    }
    for (String name : models) {
      if (!wanted.contains(name)) {
        wanted.add(name);
      }
    }
    return new RouteRequest(wanted, preferences).withWishes(wishes.toWishes());
  }

  Delivery toDelivery() {
    return preferencesReader.delivery().healing(wishes.heal());
  }

  private static List<String> models(StrictJson json) throws IOException {
    List<String> names = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      String name = name(json);
      if (name != null) {
        names.add(name);
      }
    }
    if (names.size() > MOST_MODELS) {
      throw json.refused(names.size() + " items ('models' array must have 3 items or fewer)");
    }
    return names;
  }

  private static @Nullable String name(StrictJson json) throws IOException {
    String name = json.text();
    if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
      throw json.refused(
          StrictJson.quoted(name) + " (expected: a name of 1 to " + LONGEST_NAME + " characters)");
    }
    return name;
  }
}
