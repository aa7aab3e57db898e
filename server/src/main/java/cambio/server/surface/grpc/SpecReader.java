package cambio.server.surface.grpc;

import cambio.router.catalog.CatalogSnapshot;
import cambio.server.execution.Delivery;
import cambio.server.execution.ResponseCacheOptions;
import cambio.server.idempotency.IdempotencyKey;
import cambio.spi.FailureException;
import cambio.spi.request.CacheHint;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.v1.App;
import cambio.v1.GenerationSpec;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code GenerationSpec}. Everything that is wrong is named at once, each by the path of
 * its field. What the contract has and this version does not is refused where leaving it out would
 * change what the caller gets, and reported as dropped where it would not.
 */
final class SpecReader {

  private static final int LONGEST_ID = 256;
  private static final Duration LEAST_KEEP_ALIVE = Duration.ofSeconds(1);
  private static final Set<String> SERVICE_TIERS =
      Set.of("auto", "default", "flex", "priority", "scale");
  private static final Set<String> COVERED = coveredNames();

  private final GenerationSpec spec;
  private final CatalogSnapshot catalog;
  private final Violations violations = new Violations();
  private final Adjustments adjustments = new Adjustments();

  private SpecReader(GenerationSpec spec, CatalogSnapshot catalog) {
    this.spec = spec;
    this.catalog = catalog;
  }

  /**
   * Reads a specification.
   *
   * @param catalog tells which dialect an opaque member without one must be written in
   * @param stream whether the answer comes in pieces
   * @throws InvalidMessage where something is wrong with it
   * @throws FailureException where it names what does not exist
   */
  static ReadSpec read(GenerationSpec spec, CatalogSnapshot catalog, boolean stream) {
    return new SpecReader(spec, catalog).read(stream);
  }

  private ReadSpec read(boolean stream) {
    OpaqueReader opaques = new OpaqueReader(spec, catalog, violations);
    ContentReader contents = new ContentReader(violations, opaques);
    SamplingReader sampling = new SamplingReader(violations);
    GenerationRequest request =
        new GenerationRequest(
            new MessageReader(violations, opaques, contents, adjustments)
                .messages(spec.getMessagesList()),
            new ToolReader(violations, opaques, contents).tools(spec),
            new OutputReader(violations, adjustments).output(spec),
            sampling.sampling(spec),
            sampling.reasoning(spec),
            cache(),
            labels(),
            stream,
            extras(opaques));
    ReadSpec read =
        new ReadSpec(
            request,
            new RouteReader(violations).route(spec),
            (spec.hasDelivery() ? delivery(spec.getDelivery()) : DeliveryOptions.NONE)
                .caching(responseCache())
                .healing(heals(spec.getOutputFormat())),
            violations.text("user", spec.getUser(), LONGEST_ID),
            violations.text("session_id", spec.getSessionId(), LONGEST_ID),
            spec.hasApp() ? app(spec.getApp()) : null,
            leftOut());
    violations.throwIfAny();
    return read;
  }

  private CacheOptions cache() {
    String key = violations.text("prompt_cache_key", spec.getPromptCacheKey(), LONGEST_ID);
    cambio.v1.CacheOptions cache = spec.getCache();
    Duration ttl = violations.duration(cache.hasTtl(), "cache.ttl", cache.getTtl());
    boolean asked = cache.hasAuto() ? cache.getAuto() : cache.hasTtl();
    return new CacheOptions(key, asked ? new CacheHint(ttl) : null);
  }

  private CallerLabels labels() {
    String tier = spec.getServiceTier();
    violations.require(
        tier.isEmpty() || SERVICE_TIERS.contains(tier),
        "service_tier",
        Violations.shown(tier) + " (expected: auto, default, flex, priority or scale)");
    violations.require(
        spec.getMetadataCount() <= 16,
        "metadata",
        spec.getMetadataCount() + " labels (expected: at most 16)");
    spec.getMetadataMap()
        .forEach((name, value) -> {
          violations.text("metadata." + name, name, 64);
          violations.text("metadata." + name, value, 512);
        });
    return new CallerLabels(null, Map.of(), tier.isEmpty() ? null : tier);
  }

  private Extras extras(OpaqueReader opaques) {
    if (spec.getExtrasCount() == 0) {
      return Extras.none();
    }
    Map<String, String> members = new TreeMap<>(spec.getExtrasMap());
    members.forEach((name, json) -> {
      String field = "extras." + name;
      violations.require(
          !COVERED.contains(name), field, "covered by the contract (expected: its own field)");
      violations.json(field, json);
    });
    return new Extras(opaques.dialect("extras_dialect", spec.getExtrasDialect()), members);
  }

  private DeliveryOptions delivery(cambio.v1.DeliveryOptions delivery) {
    Duration keepAlive =
        violations.duration(
            delivery.hasKeepAlive(), "delivery.keep_alive", delivery.getKeepAlive());
    violations.require(
        keepAlive == null || keepAlive.compareTo(LEAST_KEEP_ALIVE) >= 0,
        "delivery.keep_alive",
        "shorter than a second (expected: at least 1s)");
    return new DeliveryOptions(
        new Delivery(
            !delivery.hasResume() || delivery.getResume(),
            delivery.hasHedge() ? delivery.getHedge() : null,
            violations.duration(
                delivery.hasHedgeDelay(), "delivery.hedge_delay", delivery.getHedgeDelay())),
        violations.duration(delivery.hasTimeout(), "delivery.timeout", delivery.getTimeout()),
        keepAlive,
        delivery.getIncludeRoute());
  }

  private static boolean heals(cambio.v1.OutputFormat format) {
    return format.getJsonObject().getHeal() || format.getJsonSchema().getHeal();
  }

  private @Nullable ResponseCacheOptions responseCache() {
    if (!spec.hasResponseCache()) {
      return null;
    }
    cambio.v1.ResponseCacheOptions cache = spec.getResponseCache();
    Duration ttl = violations.duration(cache.hasTtl(), "response_cache.ttl", cache.getTtl());
    violations.require(
        ttl == null || ResponseCacheOptions.allows(ttl),
        "response_cache.ttl",
        "out of range (expected: 1s to 86400s)");
    return new ResponseCacheOptions(
        cache.hasEnabled() ? cache.getEnabled() : null,
        ttl,
        cache.getRefresh(),
        cache.getCoalesce());
  }

  private static @Nullable String app(App app) {
    String name = app.getTitle().isEmpty() ? app.getUrl() : app.getTitle();
    return name.isEmpty() ? null : name;
  }

  /** What no reader above looks at. */
  private java.util.List<cambio.spi.Adjustment> leftOut() {
    violations.require(
        spec.getIdempotencyKey().isEmpty() || IdempotencyKey.isLegal(spec.getIdempotencyKey()),
        "idempotency_key",
        Violations.shown(spec.getIdempotencyKey())
            + " (expected: "
            + IdempotencyKey.EXPECTED
            + ")");
    if (spec.getMetadataCount() > 0) {
      adjustments.dropped("metadata", "Labels are not kept in this version.");
    }
    if (spec.hasTrace()) {
      adjustments.dropped("trace", "Traces are not handed on in this version.");
    }
    for (int number : spec.getUnknownFields().asMap().keySet()) {
      adjustments.dropped(
          "#" + number, "This version of the router does not know a field of this number.");
    }
    return adjustments.made();
  }

  private static Set<String> coveredNames() {
    Set<String> names =
        new HashSet<>(
            Set.of(
                "max_tokens",
                "max_completion_tokens",
                "response_format",
                "reasoning_effort",
                "stream",
                "stream_options"));
    for (FieldDescriptor field : GenerationSpec.getDescriptor().getFields()) {
      names.add(field.getName());
    }
    return Set.copyOf(names);
  }
}
