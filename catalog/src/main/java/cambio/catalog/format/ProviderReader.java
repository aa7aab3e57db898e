package cambio.catalog.format;

import static cambio.catalog.format.CapabilitiesReader.either;

import cambio.catalog.format.ProviderPage.Site;
import cambio.catalog.yaml.YamlSection;
import cambio.catalog.yaml.YamlValue.YamlText;
import cambio.router.catalog.DataPolicy;
import cambio.router.catalog.Provider;
import cambio.spi.AuthStyle;
import cambio.spi.Quirks;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
  static @Nullable ProviderPage read(
      YamlSection fields, Function<String, @Nullable Provider> known) {
    String id = id(fields);
    Provider base = id == null ? null : known.apply(id);
    String dialect = dialect(fields, base);
    String url = fields.parsed("base_url", URL, UrlTemplate::check);
    AuthStyle auth = fields.parsed("auth", AUTH, ProviderReader::auth);
    String name = fields.text("name");
    List<String> keys = fields.texts("key_variables");
    List<String> regions = fields.texts("regions");
    Map<String, List<String>> settings = new HashMap<>(base == null ? Map.of() : base.settings());
    Map<String, String> values = settings(fields, settings);
    Quirks quirks = QuirksReader.read(fields, base == null ? Quirks.none() : base.quirks());
    DataPolicy policy = dataPolicy(fields);
    String docs = fields.text("docs");
    Map<String, Site> sites = sites(fields, settings);
    fields.known("kind", "base_url_basis", "note");
    if (url == null && base != null) {
      url = base.baseUrlTemplate();
    }
    checkPlaceholders(fields, url, settings);
    if (id == null) {
      return null;
    }
    Provider provider =
        new Provider(
            id,
            name != null ? name : base != null ? base.name() : id,
            dialect,
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

  private static String dialect(YamlSection fields, @Nullable Provider base) {
    String dialect = fields.text("dialect");
    if (dialect != null) {
      return dialect;
    }
    return base == null ? fields.required("dialect", DIALECT) : base.dialect();
  }

  /** A list names variables, a text is the value. */
  private static Map<String, String> settings(
      YamlSection fields, Map<String, List<String>> variables) {
    Map<String, String> values = new LinkedHashMap<>();
    YamlSection settings = fields.section("settings");
    for (String name : settings.names()) {
      if (settings.value(name) instanceof YamlText value) {
        values.put(name, value.text());
        variables.putIfAbsent(name, List.of());
      } else {
        variables.put(name, settings.texts(name));
      }
    }
    return values;
  }

  private static Map<String, Site> sites(YamlSection fields, Map<String, List<String>> settings) {
    Map<String, Site> sites = new LinkedHashMap<>();
    YamlSection dialects = fields.section("dialects");
    for (String dialect : dialects.names()) {
      YamlSection site = dialects.section(dialect);
      String url = site.parsed("base_url", URL, UrlTemplate::check);
      checkPlaceholders(site, url, settings);
      AuthStyle auth = site.parsed("auth", AUTH, ProviderReader::auth);
      sites.put(dialect, new Site(url, auth, QuirksReader.read(site, Quirks.none())));
      site.end();
    }
    return sites;
  }

  private static @Nullable DataPolicy dataPolicy(YamlSection fields) {
    YamlSection policy = fields.section("data_policy");
    Boolean trains = policy.flag("trains");
    Boolean retains = policy.flag("retains");
    policy.end();
    return fields.has("data_policy")
        ? new DataPolicy(trains == null || trains, retains == null || retains)
        : null;
  }

  static void checkPlaceholders(
      YamlSection fields, @Nullable String url, Map<String, List<String>> settings) {
    if (url != null) {
      for (String name : UrlTemplate.placeholders(url)) {
        if (!settings.containsKey(name)) {
          fields.problem("base_url", "{" + name + "} (expected: a name under settings)");
        }
      }
    }
  }

  static AuthStyle auth(String text) {
    if (!text.matches("[a-z][a-z0-9-]*|header:[a-z0-9-]+(,[a-z][a-z0-9-]*)?")) {
      throw new IllegalArgumentException(text);
    }
    return AuthStyle.parse(text);
  }

  private static @Nullable String id(YamlSection fields) {
    String expected = "a name of lower-case letters, digits, - and .";
    return fields.required("id", expected).isEmpty()
        ? null
        : fields.parsed("id", expected, ProviderReader::checkId);
  }

  private static String checkId(String text) {
    if (!text.matches("[a-z0-9][a-z0-9.-]*")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
