package cambio.router.plan;

import cambio.router.catalog.DataPolicy;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.plan.Exclusion.Filter;
import cambio.spi.request.Modality;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hard rules that look at one endpoint alone, before its price is known, in the order of {@link
 * Filter}. Each answers with what stands against the endpoint, or null.
 */
final class EndpointRules {

  /** What stands against an endpoint, in a sentence, or null. */
  @FunctionalInterface
  private interface Objection {
    @Nullable String to(Endpoint endpoint, Inquiry inquiry);
  }

  private record Rule(Filter filter, Objection objection) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(Filter.MODEL_KIND, EndpointRules::kind),
          new Rule(Filter.NOT_ALLOWED, EndpointRules::allowed),
          new Rule(Filter.NO_ADAPTER, EndpointRules::adapter),
          new Rule(Filter.NO_CREDENTIAL, EndpointRules::credential),
          new Rule(Filter.SUNSET, EndpointRules::sunset),
          new Rule(Filter.VARIANT, EndpointRules::tier),
          new Rule(Filter.ONLY, EndpointRules::only),
          new Rule(Filter.IGNORE, EndpointRules::ignore),
          new Rule(Filter.ORDER_WITHOUT_FALLBACKS, EndpointRules::orderWithoutFallbacks),
          new Rule(Filter.DATA_POLICY, EndpointRules::dataPolicy),
          new Rule(Filter.ZDR, EndpointRules::zdr),
          new Rule(Filter.DISTILLABLE, EndpointRules::distillable),
          new Rule(Filter.QUANTIZATION, EndpointRules::quantization),
          new Rule(Filter.CONTEXT_LENGTH, EndpointRules::contextLength),
          new Rule(Filter.MAX_OUTPUT, EndpointRules::maxOutput),
          new Rule(Filter.MODALITY, EndpointRules::modality));

  private EndpointRules() {}

  /** The first rule that removes the endpoint, or null. */
  static @Nullable Exclusion exclusion(Endpoint endpoint, Inquiry inquiry) {
    for (Rule rule : RULES) {
      String objection = rule.objection.to(endpoint, inquiry);
      if (objection != null) {
        return new Exclusion(endpoint.id(), rule.filter, objection);
      }
    }
    return null;
  }

  private static @Nullable String kind(Endpoint endpoint, Inquiry inquiry) {
    if (inquiry.wanted().model().kind() == inquiry.traits().kind()) {
      return null;
    }
    return switch (inquiry.wanted().model().kind()) {
      case CHAT -> "it is a chat model and makes no embeddings";
      case EMBEDDING -> "it is an embedding model and does not chat";
    };
  }

  private static @Nullable String allowed(Endpoint endpoint, Inquiry inquiry) {
    Entitlements entitlements = inquiry.principal().entitlements();
    String slug = inquiry.wanted().model().slug();
    if (!entitlements.allowsModel(slug)) {
      return "the key may not use model " + slug;
    }
    if (!entitlements.allowsProvider(endpoint.provider())) {
      return "the key may not use provider " + endpoint.provider();
    }
    for (HouseCeiling ceiling : inquiry.ceilings()) {
      String objection = ceiling.objection(endpoint);
      if (objection != null) {
        return objection;
      }
    }
    return null;
  }

  private static @Nullable String adapter(Endpoint endpoint, Inquiry inquiry) {
    return inquiry.context().availability().table(endpoint) == null
        ? "no adapter for dialect " + endpoint.dialect() + " is installed"
        : null;
  }

  private static @Nullable String credential(Endpoint endpoint, Inquiry inquiry) {
    if (!Credentials.none(endpoint, inquiry)) {
      return null;
    }
    Provider provider = inquiry.context().catalog().provider(endpoint.provider());
    if (provider == null || provider.keyVariables().isEmpty()) {
      return "no credential for provider " + endpoint.provider() + " is configured";
    }
    return "no credential for provider "
        + endpoint.provider()
        + ": set "
        + provider.keyVariables().getFirst();
  }

  private static @Nullable String sunset(Endpoint endpoint, Inquiry inquiry) {
    // ISO dates, whole or cut to the month or year, compare as text.
    return endpoint.sunset() != null && endpoint.sunset().compareTo(inquiry.today()) <= 0
        ? "switched off since " + endpoint.sunset()
        : null;
  }

  private static @Nullable String tier(Endpoint endpoint, Inquiry inquiry) {
    if (inquiry.admitsTier(endpoint)) {
      return null;
    }
    return endpoint.serviceTier() == null
        ? "not of service tier flex, which was asked for"
        : "of service tier " + endpoint.serviceTier() + ", which was not asked for";
  }

  private static @Nullable String only(Endpoint endpoint, Inquiry inquiry) {
    return inquiry.only().isEmpty() || inquiry.only().match(endpoint, inquiry.admitsTier(endpoint))
        ? null
        : endpoint.tag() + " is not in provider.only";
  }

  private static @Nullable String ignore(Endpoint endpoint, Inquiry inquiry) {
    return inquiry.ignore().match(endpoint, true)
        ? endpoint.tag() + " is in provider.ignore"
        : null;
  }

  private static @Nullable String orderWithoutFallbacks(Endpoint endpoint, Inquiry inquiry) {
    return inquiry.preferences().allowFallbacks()
            || inquiry.order().isEmpty()
            || inquiry.order().match(endpoint, inquiry.admitsTier(endpoint))
        ? null
        : endpoint.tag() + " is not in provider.order, and fallbacks are off";
  }

  private static @Nullable String dataPolicy(Endpoint endpoint, Inquiry inquiry) {
    if (!inquiry.preferences().denyDataCollection()
        && !inquiry.principal().entitlements().denyDataCollection()) {
      return null;
    }
    DataPolicy policy = policy(endpoint, inquiry);
    if (policy == null) {
      return "what " + endpoint.provider() + " does with prompts is unknown";
    }
    return policy.trains() || policy.retains()
        ? endpoint.provider() + (policy.trains() ? " may train on prompts" : " keeps prompts")
        : null;
  }

  private static @Nullable String zdr(Endpoint endpoint, Inquiry inquiry) {
    if (!inquiry.preferences().zdr() && !inquiry.principal().entitlements().zdr()) {
      return null;
    }
    DataPolicy policy = policy(endpoint, inquiry);
    if (policy == null) {
      return "whether " + endpoint.provider() + " keeps prompts is unknown";
    }
    return policy.retains() ? endpoint.provider() + " keeps prompts" : null;
  }

  private static @Nullable String distillable(Endpoint endpoint, Inquiry inquiry) {
    if (!inquiry.preferences().distillableOnly()) {
      return null;
    }
    Boolean distillable = inquiry.wanted().model().distillable();
    if (distillable == null) {
      return "whether its author allows distillation is unknown";
    }
    return distillable ? null : "its author forbids distillation";
  }

  private static @Nullable String quantization(Endpoint endpoint, Inquiry inquiry) {
    List<String> allowed = inquiry.preferences().quantizations();
    return allowed.isEmpty() || Quantizations.allow(allowed, endpoint.quantization())
        ? null
        : "quantization "
            + (endpoint.quantization() == null ? Quantizations.UNKNOWN : endpoint.quantization())
            + " is not in provider.quantizations";
  }

  private static @Nullable String contextLength(Endpoint endpoint, Inquiry inquiry) {
    Integer context =
        endpoint.contextLength() == null
            ? inquiry.wanted().model().contextLength()
            : endpoint.contextLength();
    if (context == null) {
      return null;
    }
    RequestTraits traits = inquiry.traits();
    long output = traits.maxOutputTokens() == null ? 0 : traits.maxOutputTokens();
    PromptFit fit = PromptFit.of(traits, context - output, inquiry.wanted().model());
    return fit.fits()
        ? null
        : "takes "
            + context
            + " tokens; the prompt has "
            + (fit.counted() ? "" : "about ")
            + fit.tokens()
            + " and max_tokens asks for "
            + output
            + " more";
  }

  private static @Nullable String maxOutput(Endpoint endpoint, Inquiry inquiry) {
    Integer wanted = inquiry.traits().maxOutputTokens();
    Integer most = endpoint.maxOutputTokens();
    return wanted != null && most != null && wanted > most
        ? "answers with at most " + most + " tokens; max_tokens is " + wanted
        : null;
  }

  private static @Nullable String modality(Endpoint endpoint, Inquiry inquiry) {
    Model model = inquiry.wanted().model();
    for (Modality input : inquiry.traits().inputModalities()) {
      if (input == Modality.IMAGE && endpoint.capabilities().vision() != null) {
        if (!endpoint.capabilities().vision()) {
          return "takes no image input";
        }
      } else if (input != Modality.TEXT && !model.inputModalities().contains(input)) {
        return "takes no " + input.name().toLowerCase(Locale.ROOT) + " input";
      }
    }
    for (Modality output : inquiry.traits().outputModalities()) {
      if (output != Modality.TEXT && !model.outputModalities().contains(output)) {
        return "makes no " + output.name().toLowerCase(Locale.ROOT) + " output";
      }
    }
    return null;
  }

  private static @Nullable DataPolicy policy(Endpoint endpoint, Inquiry inquiry) {
    Provider provider = inquiry.context().catalog().provider(endpoint.provider());
    return provider == null ? null : provider.dataPolicy();
  }
}
