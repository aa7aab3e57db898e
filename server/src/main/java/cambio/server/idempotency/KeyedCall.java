package cambio.server.idempotency;

import cambio.server.content.ContentKey;

/**
 * A request under an idempotency key, in terms that tell nothing of it.
 *
 * @param name the place of the key among all keys of all callers
 * @param digest equal for equal requests, and for no others
 * @param seal what its answer is sealed with; whoever sends the same request has the same
 * @param field where the key was written, for messages
 */
public record KeyedCall(String name, String digest, ContentKey seal, String field) {}
