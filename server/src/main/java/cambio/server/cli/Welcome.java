package cambio.server.cli;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Model;
import cambio.server.config.CatalogFacts;
import cambio.server.config.LiveConfig;
import cambio.server.config.ServerConfig;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What {@code cambio serve} says once it serves: where, with which key, and what to try. */
final class Welcome {

  private static final String LOCAL_MODEL = "cambio/tiny-chat";

  private Welcome() {}

  static String text(LiveConfig live, int port, int adminPort) {
    ServerConfig config = live.state().config();
    String url = "http://" + config.server().host() + ":" + port;
    StringBuilder text = new StringBuilder();
    text.append("Cambio serves on ").append(url);
    text.append(" (admin on http://").append(config.admin().host()).append(':');
    text.append(adminPort).append(").\n");
    String key = live.localKey();
    if (key != null) {
      text.append("The local key is ").append(key).append('\n');
    }
    String model = model(live.state().facts());
    if (model == null) {
      return text.append(
              "No provider can be called yet: set a provider's key (`cambio check --all` names the"
                  + " variables) and start again.\n")
          .toString();
    }
    text.append("Try it:\n  curl -sN ").append(url).append("/v1/chat/completions \\\n");
    if (config.auth().required()) {
      text.append("    -H 'authorization: Bearer ").append(key == null ? "YOUR-KEY" : key);
      text.append("' \\\n");
    }
    text.append("    -H 'content-type: application/json' \\\n    -d '{\"model\":\"").append(model);
    text.append("\",\"stream\":true,\"messages\":[{\"role\":\"user\",");
    text.append("\"content\":\"What is the capital of France?\"}]}'\n");
    return text.toString();
  }

  /** The local model where it runs, else the first that some live provider serves. */
  private static @Nullable String model(CatalogFacts facts) {
    CatalogSnapshot catalog = facts.catalog();
    Model local = catalog.model(LOCAL_MODEL);
    if (local != null && live(facts, local)) {
      return local.slug();
    }
    return catalog.models().stream()
        .filter(model -> model.kind() == Model.Kind.CHAT && live(facts, model))
        .map(Model::slug)
        .findFirst()
        .orElse(null);
  }

  private static boolean live(CatalogFacts facts, Model model) {
    Collection<String> providers = facts.credentials().live();
    return facts.catalog().endpoints(model.slug()).stream()
        .anyMatch(endpoint -> providers.contains(endpoint.provider()));
  }
}
