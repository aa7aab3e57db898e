package cambio.router.health;

/**
 * What one router tells the others of an endpoint, or of the credentials that cool down. Its bytes
 * begin with the version of their layout; those of a version that a router does not know are passed
 * over, so that old and new routers run side by side. Nothing in it is a secret: endpoints and
 * credentials go by their ids.
 *
 * @param subject an endpoint's id, or empty for the credentials
 * @param bytes a few kilobytes at most for an endpoint
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
public record HealthNote(String subject, byte[] bytes) {}
