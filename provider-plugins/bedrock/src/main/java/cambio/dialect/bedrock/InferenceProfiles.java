package cambio.dialect.bedrock;

import cambio.spi.EndpointSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the id under which a model is called. Newer models are not served under their own id but
 * only under a cross-region inference profile, whose prefix names the group of regions that may
 * answer ({@code us.}, {@code eu.}, {@code apac.}, {@code global.} …).
 */
final class InferenceProfiles {

  private InferenceProfiles() {}

  /**
   * The id to call: of the profiles that the catalogue lists, the one for the endpoint's region,
   * else the global one, else the model's own id.
   */
  static String modelFor(EndpointSpec endpoint) {
    String model = endpoint.upstreamModel();
    List<String> profiles = ConverseOption.INFERENCE_PROFILES.list(endpoint.quirks());
    String scope = ConverseOption.PROFILE_SCOPE.of(endpoint.quirks());
    if (profiles.isEmpty() || model.startsWith("arn:") || scope.equals("none")) {
      return model;
    }
    if (!scope.equals("global")) {
      for (String prefix : prefixes(Authorization.region(endpoint))) {
        String found = find(profiles, prefix, model);
        if (found != null) {
          return found;
        }
      }
    }
    String global = find(profiles, "global.", model);
    return global == null ? model : global;
  }

  /** The profile of this very model, else the first with the prefix. */
  private static @Nullable String find(List<String> profiles, String prefix, String model) {
    if (profiles.contains(prefix + model)) {
      return prefix + model;
    }
    return profiles.stream().filter(p -> p.startsWith(prefix)).findFirst().orElse(null);
  }

  /** The profiles' prefixes that a region can call, the narrowest first. */
  private static List<String> prefixes(@Nullable String region) {
    if (region == null) {
      return List.of();
    }
    if (region.startsWith("us-gov-")) {
      return List.of("us-gov.");
    }
    return switch (region) {
      case "ap-northeast-1", "ap-northeast-3" -> List.of("jp.", "apac.");
      case "ap-southeast-2", "ap-southeast-4", "ap-southeast-6" -> List.of("au.", "apac.");
      case "ca-central-1", "ca-west-1" -> List.of("ca.", "us.");
      default ->
          switch (region.substring(0, Math.max(0, region.indexOf('-')))) {
            case "us" -> List.of("us.");
            case "eu" -> List.of("eu.");
            case "ap" -> List.of("apac.");
            default -> List.of();
          };
    };
  }
}
