package cambio.server.cli;

import cambio.catalog.CatalogReport;
import cambio.catalog.CatalogReport.ProviderLine;
import cambio.catalog.yaml.Problem;
import cambio.router.catalog.Provider;
import cambio.server.config.CatalogFacts;
import cambio.server.config.ConfigFile;
import cambio.server.config.ServerConfig;
import cambio.server.plugin.AdapterRegistry;
import cambio.server.plugin.PluginLoader;
import cambio.server.plugin.PluginLoader.Plugins;
import cambio.server.routing.PresetReader;
import cambio.spi.QuirkOption;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks everything that can be checked without calling anybody. */
@Command(
    name = "check",
    description = {
      "Check the configuration, the plugins and the catalogue; call nobody.",
      "Exit code 1 where the configuration or a plugin is wrong. That a provider has no key here,"
          + " or no adapter yet, is told but is no error."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Option(names = "--all", description = "List every provider, complete or not.")
  private boolean all;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  CheckCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  /** What was found. */
  private record Findings(
      String file,
      List<String> problems,
      Plugins plugins,
      CatalogFacts facts,
      CatalogReport report) {

    boolean good() {
      return problems.isEmpty() && plugins.report().clean();
    }
  }

  @Override
  public Integer call() {
    Findings findings = look();
    PrintWriter out = Output.of(spec);
    if (json) {
      JsonOutput.print(out, json(findings));
    } else {
      print(findings, out);
    }
    out.flush();
    return findings.good() ? 0 : 1;
  }

  private Findings look() {
    ConfigFile file = config.find();
    List<Problem> problems = new ArrayList<>();
    ServerConfig server = file.read(problems);
    CatalogFacts facts =
        CatalogFacts.of(
            CatalogFacts.shipped(context.environment()), server, context.environment(), problems);
    PresetReader.read(server.presets(), problems);
    Plugins plugins = PluginLoader.load(server.plugins().directory());
    CatalogReport report =
        CatalogReport.of(facts.catalog(), facts.settings(), options(plugins.registry()));
    return new Findings(
        file.path() == null ? "no file: the defaults hold" : file.path().toString(),
        problems.stream().map(Problem::toString).toList(),
        plugins,
        facts,
        report);
  }

  private static Map<String, List<QuirkOption>> options(AdapterRegistry registry) {
    Map<String, List<QuirkOption>> options = new HashMap<>();
    for (String dialect : registry.dialects()) {
      options.put(dialect, registry.quirkOptions(dialect));
    }
    return options;
  }

  private void print(Findings findings, PrintWriter out) {
    out.println("Configuration: " + findings.file());
    findings.problems().forEach(problem -> out.println("  " + problem));
    out.println("Plugins: " + findings.plugins().report().loaded().size() + " loaded");
    findings.plugins().report().loaded().forEach(line -> out.println("  " + line));
    findings.plugins().report().problems().forEach(line -> out.println("  PROBLEM " + line));
    var catalog = findings.facts().catalog();
    out.println(
        "Catalogue "
            + catalog.version()
            + ": "
            + catalog.models().size()
            + " models, "
            + catalog.providers().size()
            + " providers, "
            + catalog.endpointCount()
            + " endpoints");
    providers(findings, out);
    out.println("Live (a credential is here): " + live(findings.facts()));
    out.println(findings.good() ? "All is well." : "There are problems: see above.");
  }

  private void providers(Findings findings, PrintWriter out) {
    long complete = findings.report().providers().stream().filter(ProviderLine::complete).count();
    int total = findings.report().providers().size();
    out.println(
        "Providers: "
            + complete
            + " of "
            + total
            + " have an adapter and a URL for every endpoint");
    List<ProviderLine> shown = all ? findings.report().providers() : findings.report().incomplete();
    if (shown.isEmpty()) {
      return;
    }
    Table table = new Table("PROVIDER", "CALLABLE", "KEY FROM", "MISSING");
    for (ProviderLine line : shown) {
      List<String> lacks = new ArrayList<>(line.missing());
      lacks.addAll(line.doubts());
      Provider provider = findings.facts().catalog().provider(line.provider());
      table.row(
          line.provider(),
          line.callable() + "/" + line.endpoints(),
          provider == null ? null : String.join(" or ", provider.keyVariables()),
          String.join("; ", lacks));
    }
    table.print(out);
  }

  private static String live(CatalogFacts facts) {
    return facts.credentials().live().isEmpty()
        ? "none. Set a provider's key (`cambio check --all` names the variables)"
        : String.join(", ", facts.credentials().live());
  }

  private static Map<String, @Nullable Object> json(Findings findings) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("ok", findings.good());
    json.put("configuration", findings.file());
    json.put("problems", findings.problems());
    json.put("plugins", findings.plugins().report());
    json.put("catalog_version", findings.facts().catalog().version());
    json.put("live", findings.facts().credentials().live());
    json.put("providers", findings.report().providers());
    return json;
  }
}
