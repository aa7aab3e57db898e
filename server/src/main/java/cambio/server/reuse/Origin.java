package cambio.server.reuse;

import java.time.Instant;

/**
 * Where an answer that is given again comes from.
 *
 * @param generationId the generation that it was made for
 * @param model the slug of the model that answered
 * @param provider the provider that answered
 * @param endpoint the endpoint that answered
 * @param at when it was stored, or is being generated
 * @param until when it ends to be given again
 * @param stored whether it was stored; else it is being generated
 */
record Origin(
    String generationId,
    String model,
    String provider,
    String endpoint,
    Instant at,
    Instant until,
    boolean stored) {}
