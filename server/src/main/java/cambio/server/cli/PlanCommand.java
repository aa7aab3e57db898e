package cambio.server.cli;

import cambio.catalog.ShippedCatalog;
import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlProblemsException;
import cambio.router.attempt.AttemptLimits;
import cambio.router.attempt.AttemptPolicy;
import cambio.router.auto.AutoChooser;
import cambio.router.auto.PublicScores;
import cambio.router.auto.TaskClassifier;
import cambio.router.catalog.BenchmarkScore;
import cambio.router.health.HealthBook;
import cambio.router.money.Money;
import cambio.router.money.PriceVersion;
import cambio.router.plan.Candidate;
import cambio.router.plan.Exclusion;
import cambio.router.plan.Principal;
import cambio.router.plan.RouteNotes.AutoChoice;
import cambio.router.plan.RoutePlan;
import cambio.router.plan.RoutePlanner;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RoutePreferences.Sort;
import cambio.router.plan.RouteRequest;
import cambio.router.plan.RouteWishes;
import cambio.router.plan.RouteWishes.AutoSettings;
import cambio.server.config.CatalogFacts;
import cambio.server.config.ServerConfig;
import cambio.server.execution.BookedHealth;
import cambio.server.execution.CallContext;
import cambio.server.execution.CallPlanner;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.LivePlanner;
import cambio.server.execution.RoutingFacts;
import cambio.server.execution.StickySessions;
import cambio.server.plugin.PluginLoader;
import cambio.server.routing.AutoPreparer;
import cambio.server.routing.CallPreparer;
import cambio.server.routing.ContextCompressor;
import cambio.server.routing.PreparedPlanner;
import cambio.server.routing.PresetBook;
import cambio.server.routing.PresetReader;
import cambio.server.tokens.PromptCounter;
import cambio.spi.FailureException;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputOptions;
import java.io.PrintWriter;
import java.time.Duration;
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

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description = "The model, then fallbacks; for cambio/auto: then the prompt.")
  private List<String> models = List.of();

  @Option(names = "--order", split = ",", description = "Try these providers first.")
  private List<String> order = List.of();

  @Option(names = "--only", split = ",", description = "Only these providers.")
  private List<String> only = List.of();

  @Option(names = "--ignore", split = ",", description = "Not these providers.")
  private List<String> ignore = List.of();

  @Option(names = "--sort", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Sort.@Nullable By sort;

  @Option(names = "--prompt", description = "What would be asked.")
  private @Nullable String prompt;

  @Option(names = "--preset", description = "Fill the request up with this preset.")
  private @Nullable String preset;

  @Option(names = "--middle-out", description = "Compress the prompt where it is too long.")
  private boolean middleOut;

  @Option(
      names = "--tolerance",
      description = "cambio/auto: how much worse than the best, 0 to 1. Default: 0.05.")
  private @Nullable Double tolerance;

  @Option(
      names = "--allowed",
      split = ",",
      description = "cambio/auto: only these models; slugs, or patterns with *.")
  private List<String> allowed = List.of();

  @Option(names = "--category", description = "cambio/auto: the task, instead of classifying.")
  private @Nullable String category;

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
    PresetBook presets = PresetReader.read(server.presets(), problems);
    if (!problems.isEmpty()) {
      throw new YamlProblemsException(problems);
    }
    RoutingFacts routing =
        new RoutingFacts(
            facts.catalog(),
            facts.availability(
                adapters.parameterTables(), adapters.parameterTables(facts.catalog())),
            new RoutePlanner(server.routing().policy()),
            new AttemptPolicy(AttemptLimits.standard()),
            new AttemptPolicy(AttemptLimits.standard()),
            false,
            false,
            server.rules());
    BookedHealth health = new BookedHealth(new HealthBook(), context.clock());
    CallPreparer preparer = presets::apply;
    PromptCounter prompts = new PromptCounter(Runnable::run);
    prompts.load();
    CallPlanner planner =
        new PreparedPlanner(
            new LivePlanner(
                () -> routing,
                health,
                context.clock(),
                () -> random,
                new StickySessions(context.clock()),
                prompts::measure),
            preparer
                .then(
                    new AutoPreparer(
                        () -> routing,
                        health,
                        context.clock(),
                        () -> random,
                        TaskClassifier.shipped(),
                        new AutoChooser(List.of(new PublicScores(ShippedCatalog.benchmarks())))))
                .then(
                    new ContextCompressor(
                        () -> routing, health, context.clock(), () -> random, prompts)));
    return planner.plan(generationCall());
  }

  /** A call as a door would make it. */
  private GenerationCall generationCall() {
    boolean auto = models.getFirst().startsWith(AutoPreparer.MODEL);
    String text = auto ? String.join(" ", models.subList(1, models.size())) : "";
    String asked = prompt == null ? text : prompt;
    // Without a prompt of its own, one of the wanted length: a token is four letters.
    String said = asked.isEmpty() ? "word".repeat(Math.max(1, inputTokens)) : asked;
    AutoSettings standard = AutoSettings.standard();
    double tolerance = this.tolerance == null ? standard.qualityTolerance() : this.tolerance;
    return new GenerationCall(
        GenerationRequest.of(List.of(Message.user(said)))
            .withOutput(OutputOptions.none().withMaxTokens(maxTokens)),
        new RouteRequest(auto ? List.of(models.getFirst()) : models, preferences())
            .withWishes(
                new RouteWishes(
                    preset, middleOut, new AutoSettings(tolerance, allowed, List.of(), category))),
        new CallContext(
            "plan",
            "gen_plan",
            "cli",
            Principal.anonymous(),
            context.clock().instant(),
            Duration.ofMinutes(1),
            null,
            null,
            null));
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
    plan.notes().steps().forEach(step -> out.println("First " + step.summary() + "."));
    if (plan.notes().auto() != null) {
      print(plan.notes().auto(), out);
    }
    out.println();
    if (plan.candidates().isEmpty()) {
      out.println("Nobody can serve it.");
    } else {
      Table table =
          new Table("#", "ENDPOINT", "CREDENTIAL", "SHARE", "USD", "PRICE VERSION", "SCORE");
      for (Candidate candidate : plan.candidates()) {
        table.row(
            table.size() + 1,
            candidate.endpoint().id(),
            candidate.credential(),
            percent(candidate.share()),
            plan.estimatedCost(candidate),
            price(candidate),
            candidate.score().stream().map(PlanCommand::shown).collect(Collectors.joining(", ")));
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

  private static void print(AutoChoice auto, PrintWriter out) {
    out.println();
    out.printf(
        Locale.ROOT,
        "Task %s (confidence %.2f). Best model %s, chosen %s.%n",
        auto.category(),
        auto.confidence(),
        auto.bestModel() == null ? "not known" : auto.bestModel(),
        auto.chosenModel());
    out.printf(
        Locale.ROOT,
        "Price of the best one's: %s. Expected loss of quality: %s.%n",
        Double.isNaN(auto.priceRatio()) ? "not known" : percent(auto.priceRatio()),
        Double.isNaN(auto.qualityLoss()) ? "no data" : percent(auto.qualityLoss()));
    out.println("Why: " + auto.reason() + ".");
    if (auto.scores().isEmpty()) {
      return;
    }
    out.println();
    Table table = new Table("MODEL", "SCORE", "BENCHMARK", "SETTING", "DATE", "SOURCE");
    for (BenchmarkScore score : auto.scores()) {
      table.row(
          score.model(),
          score.score(),
          score.benchmark(),
          score.setting(),
          score.date(),
          score.source());
    }
    table.print(out);
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", part * 100);
  }

  private static Map<String, @Nullable Object> json(RoutePlan plan) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("requested", plan.requested());
    json.put("strategy", plan.strategy());
    json.put("catalog_version", plan.catalogVersion());
    json.put("steps", plan.notes().steps());
    json.put("auto", AutoChoiceJson.of(plan.notes().auto()));
    List<Map<String, @Nullable Object>> candidates = new ArrayList<>();
    for (Candidate candidate : plan.candidates()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("endpoint", candidate.endpoint().id());
      one.put("provider", candidate.endpoint().provider());
      one.put("model", candidate.endpoint().model());
      one.put("credential", candidate.credential());
      Money cost = plan.estimatedCost(candidate);
      one.put("share", candidate.share());
      one.put("estimated_cost_usd", cost == null ? null : cost.toString());
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

  private static String shown(Candidate.ScorePart part) {
    return String.format(Locale.ROOT, "%s %.6g (%s)", part.name(), part.value(), part.detail());
  }

  private static @Nullable String price(Candidate candidate) {
    PriceVersion price = candidate.price();
    return price == null ? null : price.id();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
