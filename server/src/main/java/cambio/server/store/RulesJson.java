package cambio.server.store;

import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import cambio.server.tenant.Budget;
import cambio.server.tenant.RateLimits;
import cambio.server.tenant.TenantRules;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rules and lists as the JSON of a column. What is at its default is left out, so that a rule that
 * is added later reads as absent from older rows.
 */
final class RulesJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RulesJson() {}

  static String write(TenantRules rules) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (!rules.budgets().isEmpty()) {
      ArrayNode budgets = node.putArray("budgets");
      for (Budget budget : rules.budgets()) {
        budgets
            .addObject()
            .put("interval", budget.interval().name().toLowerCase(Locale.ROOT))
            .put("limit_nanos", budget.limit().nanos())
            .put("warn_at", budget.warnAt());
      }
    }
    if (!rules.rates().equals(RateLimits.NONE)) {
      node.put("requests_per_minute", rules.rates().requestsPerMinute());
      node.put("tokens_per_minute", rules.rates().tokensPerMinute());
      node.put("concurrent_requests", rules.rates().concurrentRequests());
    }
    put(node, "allowed_models", rules.allowedModels());
    put(node, "denied_models", rules.deniedModels());
    put(node, "allowed_providers", rules.allowedProviders());
    put(node, "denied_providers", rules.deniedProviders());
    if (rules.zdr()) {
      node.put("zdr", true);
    }
    if (rules.denyDataCollection()) {
      node.put("deny_data_collection", true);
    }
    return node.toString();
  }

  static TenantRules read(String json) {
    JsonNode node = parse(json);
    List<Budget> budgets = new ArrayList<>();
    for (JsonNode budget : node.path("budgets")) {
      budgets.add(
          new Budget(
              ResetInterval.valueOf(budget.path("interval").asText().toUpperCase(Locale.ROOT)),
              new Money(budget.path("limit_nanos").longValue()),
              budget.path("warn_at").asDouble(Budget.WARN_AT)));
    }
    return new TenantRules(
        budgets,
        new RateLimits(
            node.path("requests_per_minute").intValue(),
            node.path("tokens_per_minute").longValue(),
            node.path("concurrent_requests").intValue()),
        texts(node.path("allowed_models")),
        texts(node.path("denied_models")),
        texts(node.path("allowed_providers")),
        texts(node.path("denied_providers")),
        node.path("zdr").asBoolean(false),
        node.path("deny_data_collection").asBoolean(false));
  }

  static String writeList(List<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array.toString();
  }

  static List<String> readList(String json) {
    return texts(parse(json));
  }

  private static void put(ObjectNode node, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = node.putArray(name);
      texts.forEach(array::add);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a column holds no JSON", e);
    }
  }
}
