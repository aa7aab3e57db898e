package cambio.server.cli;

import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlProblemsException;
import cambio.router.health.HealthSnapshot;
import cambio.router.money.PriceVersion;
import cambio.router.plan.Candidate;
import cambio.router.plan.Exclusion;
import cambio.router.plan.PlanContext;
import cambio.router.plan.Principal;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.router.plan.RoutePlanner;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RoutePreferences.Sort;
import cambio.router.plan.RouteRequest;
import cambio.server.config.CatalogFacts;
import cambio.server.config.ServerConfig;
import cambio.server.plugin.PluginLoader;
import cambio.spi.FailureException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plans without calling anybody. */
@Command(
    name = "plan",
    description = {
      "Show who would serve a model here, in order, and why the others would not.",
      "Nothing is called. The health of endpoints is that of a router that has just started."
    },
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "MODEL", description = "The model, then fallbacks.")
  private List<String> models = List.of();

  @Option(names = "--order", split = ",", description = "Try these providers first.")
  private List<String> order = List.of();

  @Option(names = "--only", split = ",", description = "Only these providers.")
  private List<String> only = List.of();

  @Option(names = "--ignore", split = ",", description = "Not these providers.")
  private List<String> ignore = List.of();

  @Option(names = "--sort", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Sort.@Nullable By sort;

  @Option(names = "--input-tokens", defaultValue = "1000", description = "Length of the prompt.")
  private int inputTokens = 1_000;

  @Option(names = "--max-tokens", description = "Longest answer.")
  private @Nullable Integer maxTokens;

  @Option(names = "--seed", description = "Makes the lottery repeatable.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  PlanCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    RoutePlan plan;
    try {
      plan = plan(config.read());
    } catch (FailureException e) {
      throw new CommandFailure(e.failure().message());
    }
    PrintWriter out = Output.of(spec);
    if (json) {
      JsonOutput.print(out, json(plan));
    } else {
      print(plan, out);
    }
    out.flush();
    return plan.candidates().isEmpty() ? 1 : 0;
  }

  private RoutePlan plan(ServerConfig server) {
    List<Problem> problems = new ArrayList<>();
    CatalogFacts facts =
        CatalogFacts.of(
            CatalogFacts.shipped(context.environment()), server, context.environment(), problems);
    if (!problems.isEmpty()) {
      throw new YamlProblemsException(problems);
    }
    var adapters = PluginLoader.load(server.plugins().directory()).registry();
    RandomGenerator random = seed == null ? context.random() : new Random(seed);
    return new RoutePlanner(server.routing().policy())
        .plan(
            new RouteRequest(models, server.routing().applyTo(preferences())),
            RequestTraits.chat(inputTokens, maxTokens),
            Principal.anonymous(),
            new PlanContext(
                facts.catalog(),
                HealthSnapshot.unknown(),
                facts.availability(
                    adapters.parameterTables(), adapters.parameterTables(facts.catalog())),
                context.clock().instant(),
                random));
  }

  private RoutePreferences preferences() {
    RoutePreferences none = RoutePreferences.none();
    return new RoutePreferences(
        order,
        only,
        ignore,
        none.allowFallbacks(),
        none.requireParameters(),
        none.denyDataCollection(),
        none.zdr(),
        none.distillableOnly(),
        none.quantizations(),
        sort == null ? null : new Sort(sort, false),
        none.preferredMinThroughput(),
        none.preferredMaxLatency(),
        none.maxPrice());
  }

  private static void print(RoutePlan plan, PrintWriter out) {
    out.println("Strategy " + plan.strategy() + ", catalogue " + plan.catalogVersion() + ".");
    out.println();
    if (plan.candidates().isEmpty()) {
      out.println("Nobody can serve it.");
    } else {
      Table table = new Table("#", "ENDPOINT", "CREDENTIAL", "PRICE VERSION", "SCORE");
      for (Candidate candidate : plan.candidates()) {
        table.row(
            table.size() + 1,
            candidate.endpoint().id(),
            candidate.credential(),
            price(candidate),
            candidate.score().stream()
                .map(part -> part.name() + " " + part.detail())
                .collect(Collectors.joining(", ")));
      }
      table.print(out);
    }
    if (!plan.exclusions().isEmpty()) {
      out.println();
      Table table = new Table("LEFT OUT", "FILTER", "WHY");
      for (Exclusion exclusion : plan.exclusions()) {
        table.row(exclusion.endpoint(), word(exclusion.filter()), exclusion.detail());
      }
      table.print(out);
    }
  }

  private static Map<String, @Nullable Object> json(RoutePlan plan) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("requested", plan.requested());
    json.put("strategy", plan.strategy());
    json.put("catalog_version", plan.catalogVersion());
    List<Map<String, @Nullable Object>> candidates = new ArrayList<>();
    for (Candidate candidate : plan.candidates()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("endpoint", candidate.endpoint().id());
      one.put("provider", candidate.endpoint().provider());
      one.put("model", candidate.endpoint().model());
      one.put("credential", candidate.credential());
      one.put("price_version", price(candidate));
      one.put("score", candidate.score());
      candidates.add(one);
    }
    json.put("candidates", candidates);
    List<Map<String, @Nullable Object>> exclusions = new ArrayList<>();
    for (Exclusion exclusion : plan.exclusions()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("endpoint", exclusion.endpoint());
      one.put("filter", word(exclusion.filter()));
      one.put("detail", exclusion.detail());
      exclusions.add(one);
    }
    json.put("exclusions", exclusions);
    return json;
  }

  private static @Nullable String price(Candidate candidate) {
    PriceVersion price = candidate.price();
    return price == null ? null : price.id();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
