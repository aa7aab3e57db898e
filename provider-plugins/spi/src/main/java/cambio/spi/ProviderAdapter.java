package cambio.spi;

import cambio.spi.request.GenerationRequest;
import java.util.List;

/**
 * A codec for one chat dialect. Stateless and safe for use by many threads: everything that belongs
 * to one attempt is in the arguments or in the {@link ResponseDecoder} made for it.
 *
 * <p>An adapter translates and classifies. It never retries, never chooses an endpoint, never
 * sleeps, and never decides what a caller may see: those are the router's.
 */
public interface ProviderAdapter {

  /**
   * The dialect's name as the catalogue writes it in {@code api_dialect}, e.g. {@code acme-chat}.
   */
  String dialect();

  /** How each canonical parameter fares in this dialect; {@code require_parameters} reads it. */
  ParameterTable parameters();

  /** The table as it holds at one endpoint. */
  default ParameterTable parameters(EndpointSpec endpoint) {
    return parameters(endpoint.quirks());
  }

  /**
   * The table as it holds at endpoints with these quirks: without what they name as unsupported. A
   * dialect whose options change more than that overrides it.
   */
  default ParameterTable parameters(Quirks quirks) {
    ParameterTable table = parameters();
    for (Parameter parameter : Parameter.values()) {
      if (!quirks.supports(parameter)) {
        table = table.with(parameter, ParameterSupport.DROPPED);
      }
    }
    return table;
  }

  /**
   * The options that this dialect understands in {@link Quirks#options}; an option that is not
   * among them is a mistake in the catalogue.
   */
  default List<QuirkOption> quirkOptions() {
    return List.of();
  }

  /**
   * Whether earlier reasoning has a way back to an endpoint with these quirks. Where it has, the
   * router restores what a client dropped of it.
   */
  default boolean takesReasoningBack(Quirks quirks) {
    return true;
  }

  /**
   * Writes the request as this dialect's bytes, signed if the dialect signs. A pure function of its
   * arguments: the same arguments give the same bytes.
   *
   * @throws FailureException with {@link FailureKind#INVALID_REQUEST} where the request cannot be
   *     said in this dialect at all (a parameter that is merely unsupported is dropped and reported
   *     as an {@link Adjustment} instead), or {@link FailureKind#PROVIDER_CREDENTIALS} where the
   *     credential is of a kind that this dialect cannot use
   */
  UpstreamRequest encode(GenerationRequest request, EncodeContext context);

  /**
   * A new decoder for one successful response (status 2xx). Any other status goes to {@link
   * #classify}.
   */
  ResponseDecoder decoder(DecodeContext context);

  /**
   * Says what an unsuccessful response means. Never throws, whatever the body holds; an unreadable
   * body is classified by its status.
   *
   * @param body the body as far as it was read (at most 64 KiB), possibly empty or cut
   */
  Failure classify(ResponseHead head, byte[] body);
}
