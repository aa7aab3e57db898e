package cambio.server.routing;

import cambio.router.plan.RouteNotes;
import cambio.router.plan.RouteRequest;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.ResponseCacheOptions;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The presets of the moment, by slug: of several versions the highest. Immutable. */
public final class PresetBook {

  private static final String MARK = "@preset/";

  private final Map<String, Preset> presets = new HashMap<>();

  /** A book of these presets. */
  public PresetBook(List<Preset> all) {
    for (Preset preset : all) {
      presets.merge(
          preset.slug(), preset, (one, other) -> one.version() > other.version() ? one : other);
    }
  }

  /**
   * A call filled up with the preset that it names, in its field or in its model's name; the call
   * itself where it names none.
   *
   * @throws FailureException NOT_FOUND for a preset that does not exist, INVALID_REQUEST where the
   *     call names two different ones
   */
  public GenerationCall apply(GenerationCall call) {
    RouteRequest route = call.route();
    String field = "preset";
    String slug = route.wishes().preset();
    List<String> models = new ArrayList<>(route.models().size());
    for (int i = 0; i < route.models().size(); i++) {
      String name = route.models().get(i);
      int mark = name.indexOf(MARK);
      if (mark < 0) {
        models.add(name);
        continue;
      }
      String named = slugOf(name, mark);
      if (slug != null && !slug.equals(named)) {
        throw refusal(
            FailureKind.INVALID_REQUEST,
            modelField(i),
            "preset " + named + " beside preset " + slug + " (expected: one preset)");
      }
      slug = named;
      field = route.wishes().preset() == null ? modelField(i) : field;
      if (mark > 0) {
        models.add(name.substring(0, mark));
      }
    }
    return slug == null ? call : filled(call, find(slug, field), models);
  }

  private static GenerationCall filled(GenerationCall call, Preset preset, List<String> models) {
    RouteNotes notes =
        call.route()
            .notes()
            .and(
                new RouteNotes.Step(
                    "preset",
                    preset.slug(),
                    "filled up with preset %s, version %d"
                        .formatted(preset.slug(), preset.version())));
    return new GenerationCall(
        PresetMerge.request(call.request(), preset),
        PresetMerge.route(call.route().withModels(models), preset).withNotes(notes),
        call.delivery()
            .healing(call.delivery().heal() || preset.heal())
            .caching(ResponseCacheOptions.merged(call.delivery().cache(), preset.cache())),
        call.context());
  }

  private Preset find(String slug, String field) {
    Preset preset = presets.get(slug.toLowerCase(Locale.ROOT));
    if (preset == null) {
      String shown = slug.length() > 64 ? slug.substring(0, 64) + "…" : slug;
      throw refusal(
          FailureKind.NOT_FOUND,
          field,
          "no preset is called " + shown + (presets.isEmpty() ? "" : "; there are: " + names()));
    }
    return preset;
  }

  private String names() {
    return String.join(", ", presets.keySet().stream().sorted().limit(10).toList());
  }

  /** The slug after the mark; a model's variants do not belong to it. */
  private static String slugOf(String name, int mark) {
    String rest = name.substring(mark + MARK.length());
    int colon = rest.indexOf(':');
    return colon < 0 ? rest : rest.substring(0, colon);
  }

  private static String modelField(int place) {
    return place == 0 ? "model" : "models[" + (place - 1) + "]";
  }

  private static FailureException refusal(
      FailureKind kind, @Nullable String field, String problem) {
    Failure failure = Failure.of(kind, field == null ? problem : field + ": " + problem);
    return new FailureException(field == null ? failure : failure.withField(field));
  }
}
