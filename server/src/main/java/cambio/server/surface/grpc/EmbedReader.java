package cambio.server.surface.grpc;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.plan.RouteRequest;
import cambio.server.idempotency.IdempotencyKey;
import cambio.spi.Adjustment;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.Extras;
import cambio.v1.EmbedInput;
import cambio.v1.EmbedPurpose;
import cambio.v1.EmbedRequest;
import cambio.v1.GenerationSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads an {@code EmbedRequest}; see {@link SpecReader}. */
final class EmbedReader {

  private static final int MOST_INPUTS = 2048;
  private static final int LONGEST_USER = 256;

  private final EmbedRequest request;
  private final GenerationSpec shared;
  private final CatalogSnapshot catalog;
  private final Violations violations = new Violations();
  private final Adjustments adjustments = new Adjustments();
  private final List<String> texts = new ArrayList<>();
  private final List<List<Integer>> tokens = new ArrayList<>();

  private EmbedReader(EmbedRequest request, CatalogSnapshot catalog) {
    this.request = request;
    this.catalog = catalog;
    GenerationSpec.Builder spec =
        GenerationSpec.newBuilder()
            .setModel(request.getModel())
            .addAllModels(request.getModelsList());
    if (request.hasProvider()) {
      spec.setProvider(request.getProvider());
    }
    this.shared = spec.build();
  }

  /**
   * What the message says.
   *
   * @param user the caller's own id of its end user; the request holds none yet
   * @param adjustments what the door left out
   */
  record ReadEmbedding(
      EmbeddingRequest request,
      RouteRequest route,
      @Nullable String user,
      List<Adjustment> adjustments) {

    EmbeddingRequest withUser(@Nullable String hash) {
      return new EmbeddingRequest(
          request.inputs(),
          request.tokens(),
          request.dimensions(),
          request.purpose(),
          hash,
          request.extras());
    }
  }

  /**
   * Reads a message.
   *
   * @throws InvalidMessage where something is wrong with it
   */
  static ReadEmbedding read(EmbedRequest request, CatalogSnapshot catalog) {
    return new EmbedReader(request, catalog).read();
  }

  private ReadEmbedding read() {
    inputs();
    Integer dimensions =
        violations.integer(
            request.hasDimensions(), "dimensions", request.getDimensions(), 1, Integer.MAX_VALUE);
    String purpose = purpose();
    Extras extras = extras();
    RouteRequest route = new RouteReader(violations).route(shared);
    // A house's default model is one that answers, not one that embeds.
    violations.require(
        !route.models().isEmpty(),
        "model",
        "empty (expected: a model such as author/name; ModelService lists them)");
    String user = violations.text("user", request.getUser(), LONGEST_USER);
    leftOut();
    violations.throwIfAny();
    return new ReadEmbedding(
        new EmbeddingRequest(texts, tokens, dimensions, purpose, null, extras),
        route,
        user,
        adjustments.made());
  }

  private void inputs() {
    int count = request.getInputsCount();
    violations.require(
        count >= 1 && count <= MOST_INPUTS,
        "inputs",
        count + " inputs (expected: 1 to " + MOST_INPUTS + ")");
    for (int i = 0; i < Math.min(count, MOST_INPUTS); i++) {
      input("inputs[" + i + "]", request.getInputs(i));
    }
    violations.require(
        texts.isEmpty() || tokens.isEmpty(),
        "inputs",
        "texts and token ids (expected: all of one kind in one request)");
  }

  private void input(String field, EmbedInput input) {
    switch (input.getInputCase()) {
      case TEXT -> {
        violations.require(
            !input.getText().isEmpty(), field + ".text", "empty (expected: some text)");
        texts.add(input.getText());
      }
      case TOKENS -> {
        List<Integer> ids = input.getTokens().getIdsList();
        violations.require(
            !ids.isEmpty() && ids.stream().allMatch(id -> id >= 0),
            field + ".tokens.ids",
            "empty or negative (expected: at least one id of 0 or more)");
        tokens.add(ids);
      }
      case IMAGE_URL ->
          violations.add(
              field + ".image_url",
              "set (expected: text or tokens; pictures are not embedded in this version)");
      case INPUT_NOT_SET ->
          violations.add(field, "without an input (expected: one of text and tokens)");
    }
  }

  private @Nullable String purpose() {
    EmbedPurpose purpose = request.getPurpose();
    if (purpose == EmbedPurpose.UNRECOGNIZED) {
      violations.add("purpose", request.getPurposeValue() + " (expected: one of the contract)");
      return null;
    }
    return switch (purpose) {
      case EMBED_PURPOSE_UNSPECIFIED, UNRECOGNIZED -> null;
      case EMBED_PURPOSE_SEARCH_QUERY -> "search_query";
      case EMBED_PURPOSE_SEARCH_DOCUMENT -> "search_document";
      case EMBED_PURPOSE_CLASSIFICATION -> "classification";
      case EMBED_PURPOSE_CLUSTERING -> "clustering";
      case EMBED_PURPOSE_SIMILARITY -> "semantic_similarity";
    };
  }

  private Extras extras() {
    if (request.getExtrasCount() == 0) {
      return Extras.none();
    }
    Map<String, String> members = new TreeMap<>(request.getExtrasMap());
    members.forEach((name, json) -> violations.json("extras." + name, json));
    String dialect =
        new OpaqueReader(shared, catalog, violations)
            .dialect("extras_dialect", request.getExtrasDialect());
    return new Extras(dialect, members);
  }

  private void leftOut() {
    violations.require(
        request.getIdempotencyKey().isEmpty()
            || IdempotencyKey.isLegal(request.getIdempotencyKey()),
        "idempotency_key",
        Violations.shown(request.getIdempotencyKey())
            + " (expected: "
            + IdempotencyKey.EXPECTED
            + ")");
    violations.require(
        !request.hasTruncate(),
        "truncate",
        "set (expected: absent; what is too long is the provider's business in this version)");
    if (request.getMetadataCount() > 0) {
      adjustments.dropped("metadata", "Labels are not kept in this version.");
    }
    for (int number : request.getUnknownFields().asMap().keySet()) {
      adjustments.dropped(
          "#" + number, "This version of the router does not know a field of this number.");
    }
  }
}
