package cambio.server.surface.grpc;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.money.PriceVersion;
import cambio.router.money.TokenRate;
import cambio.spi.Parameter;
import cambio.v1.ListModelsRequest;
import cambio.v1.Modality;
import cambio.v1.ModelKind;
import cambio.v1.ModelOrder;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which models a list shows, and in which order. */
final class ModelFilter {

  private final ListModelsRequest wanted;
  private final CatalogSnapshot catalog;
  private final CatalogWriter writer;
  private final String query;
  private final @Nullable TokenRate maxInput;
  private final @Nullable TokenRate maxOutput;
  private final Set<Modality> input;
  private final Set<Modality> output;

  ModelFilter(
      ListModelsRequest wanted,
      CatalogSnapshot catalog,
      CatalogWriter writer,
      Violations violations) {
    this.wanted = wanted;
    this.catalog = catalog;
    this.writer = writer;
    this.query = wanted.getQuery().toLowerCase(Locale.ROOT);
    this.maxInput = RouteReader.rate("max_input_price", wanted.getMaxInputPrice(), violations);
    this.maxOutput = RouteReader.rate("max_output_price", wanted.getMaxOutputPrice(), violations);
    this.input = new HashSet<>(wanted.getInputModalitiesList());
    this.output = new HashSet<>(wanted.getOutputModalitiesList());
    violations.require(
        wanted.getMinContextLength() >= 0,
        "min_context_length",
        wanted.getMinContextLength() + " (expected: 0 or more)");
  }

  boolean matches(Model model) {
    return matchesText(model)
        && matchesKind(model)
        && contains(model.inputModalities(), input)
        && contains(model.outputModalities(), output)
        && matchesParameters(model)
        && matchesContext(model)
        && matchesPrice(model)
        && matchesEndpoints(model);
  }

  /**
   * The order of the list.
   *
   * @param violations takes note of an order that needs measurements, which there are none of yet
   */
  Comparator<Model> order(Violations violations) {
    Comparator<Model> byId = Comparator.comparing(Model::slug);
    return switch (wanted.getOrderBy()) {
      case MODEL_ORDER_UNSPECIFIED -> byId;
      case MODEL_ORDER_NEWEST ->
          Comparator.comparing(
                  Model::released, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
              .reversed()
              .thenComparing(byId);
      case MODEL_ORDER_CONTEXT_LENGTH ->
          Comparator.comparing(
                  Model::contextLength, Comparator.nullsFirst(Comparator.<Integer>naturalOrder()))
              .reversed()
              .thenComparing(byId);
      case MODEL_ORDER_INPUT_PRICE -> byRate(false).thenComparing(byId);
      case MODEL_ORDER_OUTPUT_PRICE -> byRate(true).thenComparing(byId);
      case MODEL_ORDER_POPULARITY, MODEL_ORDER_THROUGHPUT, MODEL_ORDER_LATENCY, UNRECOGNIZED -> {
        violations.add(
            "order_by",
            (wanted.getOrderBy() == ModelOrder.UNRECOGNIZED
                    ? "unknown"
                    : wanted.getOrderBy() + " is not available in this version")
                + " (expected: MODEL_ORDER_NEWEST, MODEL_ORDER_INPUT_PRICE,"
                + " MODEL_ORDER_OUTPUT_PRICE or MODEL_ORDER_CONTEXT_LENGTH)");
        yield byId;
      }
    };
  }

  private Comparator<Model> byRate(boolean output) {
    return Comparator.comparing(
        model -> rate(model, output), Comparator.nullsLast(Comparator.<TokenRate>naturalOrder()));
  }

  private @Nullable TokenRate rate(Model model, boolean output) {
    PriceVersion cheapest = writer.cheapest(model);
    if (cheapest == null) {
      return null;
    }
    return output ? cheapest.base().output() : cheapest.base().input();
  }

  private boolean matchesText(Model model) {
    boolean named =
        query.isEmpty()
            || model.slug().toLowerCase(Locale.ROOT).contains(query)
            || model.name().toLowerCase(Locale.ROOT).contains(query)
            || model.author().toLowerCase(Locale.ROOT).contains(query);
    return named
        && (wanted.getAuthorsCount() == 0 || wanted.getAuthorsList().contains(model.author()));
  }

  private boolean matchesKind(Model model) {
    return wanted.getKind() == ModelKind.MODEL_KIND_UNSPECIFIED
        || wanted.getKind() == CatalogWriter.kind(model.kind());
  }

  private static boolean contains(Set<cambio.spi.request.Modality> has, Set<Modality> needed) {
    return needed.isEmpty()
        || has.stream().map(EventWriter::modality).collect(Collectors.toSet()).containsAll(needed);
  }

  private boolean matchesParameters(Model model) {
    List<String> needed = wanted.getSupportedParametersList();
    return needed.isEmpty()
        || model.parameters().stream()
            .map(Parameter::wireName)
            .collect(Collectors.toSet())
            .containsAll(needed);
  }

  private boolean matchesContext(Model model) {
    return wanted.getMinContextLength() == 0
        || (model.contextLength() != null && model.contextLength() >= wanted.getMinContextLength());
  }

  private boolean matchesPrice(Model model) {
    return within(maxInput, rate(model, false)) && within(maxOutput, rate(model, true));
  }

  private static boolean within(@Nullable TokenRate most, @Nullable TokenRate rate) {
    return most == null || (rate != null && rate.compareTo(most) <= 0);
  }

  private boolean matchesEndpoints(Model model) {
    List<Endpoint> endpoints = catalog.endpoints(model.slug());
    boolean served =
        wanted.getProvidersCount() == 0
            || endpoints.stream().anyMatch(e -> wanted.getProvidersList().contains(e.provider()));
    return served && (!wanted.getUsableOnly() || endpoints.stream().anyMatch(writer::usable));
  }
}
