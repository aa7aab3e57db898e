package cambio.router.health;

/**
 * What cools down.
 *
 * @param endpoint its id, or {@link #WHOLE_PROVIDER} for all that the credential opens
 * @param credential unique among all providers' credentials
 */
record CooldownKey(String endpoint, String credential) {

  static final String WHOLE_PROVIDER = "";
}
