package cambio.server.cli;

import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlProblemsException;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.money.PriceVersion;
import cambio.router.money.TokenRate;
import cambio.server.config.CatalogFacts;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists and searches the catalogue. */
@Command(
    name = "models",
    description = {
      "List the models of the catalogue, those that can be called here first.",
      "Prices are the lowest of all endpoints, USD per million tokens."
    },
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "WORD", description = "Only names with all words.")
  private List<String> words = List.of();

  @Option(names = "--live", description = "Only models of providers with a credential here.")
  private boolean live;

  @Option(names = "--provider", paramLabel = "ID", description = "Only what this provider serves.")
  private @Nullable String provider;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  ModelsCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    List<Problem> problems = new ArrayList<>();
    CatalogFacts facts =
        CatalogFacts.of(
            CatalogFacts.shipped(context.environment()),
            config.read(),
            context.environment(),
            problems);
    if (!problems.isEmpty()) {
      throw new YamlProblemsException(problems);
    }
    List<Line> lines =
        facts.catalog().models().stream()
            .filter(this::named)
            .map(model -> line(facts, model))
            .filter(line -> (!live || line.live()) && line.endpoints() > 0)
            .sorted(Comparator.comparing(line -> !line.live()))
            .toList();
    PrintWriter out = Output.of(spec);
    if (json) {
      JsonOutput.print(out, lines.stream().map(Line::json).toList());
    } else {
      print(lines, out);
    }
    out.flush();
    return 0;
  }

  /** A model as it is listed. */
  private record Line(
      Model model,
      int endpoints,
      boolean live,
      @Nullable TokenRate input,
      @Nullable TokenRate output) {

    Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("id", model.slug());
      json.put("name", model.name());
      json.put("kind", model.kind().name().toLowerCase(Locale.ROOT));
      json.put("context_length", model.contextLength());
      json.put("endpoints", endpoints);
      json.put("live", live);
      json.put("input_usd_per_million", perMillion(input));
      json.put("output_usd_per_million", perMillion(output));
      return json;
    }
  }

  private boolean named(Model model) {
    String text = (model.slug() + " " + model.name()).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
  }

  private Line line(CatalogFacts facts, Model model) {
    CatalogSnapshot catalog = facts.catalog();
    List<Endpoint> endpoints =
        catalog.endpoints(model.slug()).stream()
            .filter(endpoint -> provider == null || provider.equals(endpoint.provider()))
            .toList();
    boolean callable =
        endpoints.stream().anyMatch(e -> facts.credentials().live().contains(e.provider()));
    Instant now = context.clock().instant();
    List<PriceVersion> prices =
        endpoints.stream().map(e -> e.priceAt(now)).filter(Objects::nonNull).toList();
    TokenRate input = null;
    TokenRate output = null;
    for (PriceVersion price : prices) {
      input = lower(input, price.base().input());
      output = lower(output, price.base().output());
    }
    return new Line(model, endpoints.size(), callable, input, output);
  }

  private static @Nullable TokenRate lower(@Nullable TokenRate one, @Nullable TokenRate other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static @Nullable String perMillion(@Nullable TokenRate rate) {
    return rate == null
        ? null
        : BigDecimal.valueOf(rate.nanosPerMillion(), 9).stripTrailingZeros().toPlainString();
  }

  private static void print(List<Line> lines, PrintWriter out) {
    Table table = new Table("MODEL", "KIND", "CONTEXT", "INPUT", "OUTPUT", "ENDPOINTS", "LIVE");
    for (Line line : lines) {
      table.row(
          line.model().slug(),
          line.model().kind().name().toLowerCase(Locale.ROOT),
          line.model().contextLength(),
          perMillion(line.input()),
          perMillion(line.output()),
          line.endpoints(),
          line.live() ? "yes" : "");
    }
    table.print(out);
    long live = lines.stream().filter(Line::live).count();
    out.println(lines.size() + " models, " + live + " can be called here.");
    if (live == 0) {
      out.println("Set a provider's key to call its models; `cambio check` names the variables.");
    }
  }
}
