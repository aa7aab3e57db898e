package cambio.spi.request;

import cambio.spi.Parameter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the caller tells about itself and its wish for service; none of it changes what is asked.
 *
 * @param user the caller's id of its end user
 * @param metadata at most 16 pairs, keys to 64 and values to 512 characters
 * @param serviceTier {@code auto}, {@code default}, {@code flex} or {@code priority}, where said
 */
public record CallerLabels(
    @Nullable String user, Map<String, String> metadata, @Nullable String serviceTier) {

  private static final CallerLabels NONE = new CallerLabels(null, Map.of(), null);

  public CallerLabels {
    metadata = Map.copyOf(metadata);
  }

  /** Nothing said. */
  public static CallerLabels none() {
    return NONE;
  }

  void addParametersTo(Set<Parameter> used) {
    OutputOptions.addIf(used, user != null, Parameter.USER);
    OutputOptions.addIf(used, !metadata.isEmpty(), Parameter.METADATA);
    OutputOptions.addIf(used, serviceTier != null, Parameter.SERVICE_TIER);
  }
}
