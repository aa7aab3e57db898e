package cambio.catalog.format;

import static cambio.catalog.format.CapabilitiesReader.either;

import cambio.catalog.format.ProviderPage.Site;
import cambio.router.catalog.DataPolicy;
import cambio.router.catalog.Provider;
import cambio.spi.AuthStyle;
import cambio.spi.Quirks;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a provider: a new one, or what the user changes in a known one. */
final class ProviderReader {

  private static final String DIALECT = "a dialect such as openai-chat";
  static final String URL = "a URL such as https://host/v1, placeholders like {region}";
  static final String AUTH = "bearer, none, header:<name> or the name of a scheme";

  private ProviderReader() {}

  /**
   * Reads everything but the endpoints.
   *
   * @param known finds a provider by id, whose facts then fill what is left out
   */
  static @Nullable ProviderPage read(Fields fields, Function<String, @Nullable Provider> known) {
    String id = fields.required("id", "a name of lower-case letters, digits, - and .");
    String valid =
        fields.value("id", "a name of lower-case letters, digits, - and .", ProviderReader::id);
    if (id == null || valid == null) {
      return null;
    }
    Provider base = known.apply(id);
    String dialect = base == null ? fields.required("dialect", DIALECT) : fields.text("dialect");
    String url = fields.value("base_url", URL, UrlTemplate::check);
    AuthStyle auth = fields.value("auth", AUTH, ProviderReader::auth);
    String name = fields.text("name");
    List<String> keys = fields.texts("key_variables");
    List<String> regions = fields.texts("regions");
    Map<String, List<String>> settings = new HashMap<>(base == null ? Map.of() : base.settings());
    Map<String, String> values = settings(fields, settings);
    Quirks quirks = QuirksReader.read(fields, base == null ? Quirks.none() : base.quirks());
    DataPolicy policy = dataPolicy(fields);
    String docs = fields.text("docs");
    Map<String, Site> sites = sites(fields, settings);
    fields.informational("kind", "base_url_basis", "note");
    if (url == null && base != null) {
      url = base.baseUrlTemplate();
    }
    checkPlaceholders(fields, url, settings);
    if (dialect == null && base == null) {
      return null;
    }
    Provider provider =
        new Provider(
            id,
            name != null ? name : base != null ? base.name() : id,
            dialect != null ? dialect : Objects.requireNonNull(base).dialect(),
            url,
            auth != null ? auth : base != null ? base.auth() : AuthStyle.BEARER,
            keys.isEmpty() && base != null ? base.keyVariables() : keys,
            settings,
            regions.isEmpty() && base != null ? base.regions() : regions,
            quirks,
            base == null ? policy : either(policy, base.dataPolicy()),
            base == null ? docs : either(docs, base.docsUrl()));
    return new ProviderPage(provider, sites, values);
  }

  /** A list names variables, a text is the value. */
  private static Map<String, String> settings(Fields fields, Map<String, List<String>> variables) {
    Map<String, String> values = new LinkedHashMap<>();
    Fields settings = fields.fields("settings");
    if (settings == null) {
      return values;
    }
    for (String name : settings.names()) {
      if (settings.node(name) instanceof ScalarNode) {
        String value = settings.text(name);
        if (value != null) {
          values.put(name, value);
          variables.putIfAbsent(name, List.of());
        }
      } else {
        variables.put(name, settings.texts(name));
      }
    }
    return values;
  }

  private static Map<String, Site> sites(Fields fields, Map<String, List<String>> settings) {
    Map<String, Site> sites = new LinkedHashMap<>();
    Fields dialects = fields.fields("dialects");
    if (dialects == null) {
      return sites;
    }
    for (String dialect : dialects.names()) {
      Fields site = dialects.fields(dialect);
      if (site != null) {
        String url = site.value("base_url", URL, UrlTemplate::check);
        checkPlaceholders(site, url, settings);
        sites.put(dialect, new Site(url, site.value("auth", AUTH, ProviderReader::auth)));
        site.done();
      }
    }
    return sites;
  }

  private static @Nullable DataPolicy dataPolicy(Fields fields) {
    Fields policy = fields.fields("data_policy");
    if (policy == null) {
      return null;
    }
    Boolean trains = policy.flag("trains");
    Boolean retains = policy.flag("retains");
    policy.done();
    return new DataPolicy(trains == null || trains, retains == null || retains);
  }

  static void checkPlaceholders(
      Fields fields, @Nullable String url, Map<String, List<String>> settings) {
    if (url != null) {
      for (String name : UrlTemplate.placeholders(url)) {
        if (!settings.containsKey(name)) {
          fields.problem("base_url", "{" + name + "} (expected: a name under settings)");
        }
      }
    }
  }

  static AuthStyle auth(String text) {
    if (!text.matches("[a-z][a-z0-9-]*|header:[a-z0-9-]+")) {
      throw new IllegalArgumentException(text);
    }
    return AuthStyle.parse(text);
  }

  private static String id(String text) {
    if (!text.matches("[a-z0-9][a-z0-9.-]*")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
