package cambio.router.plan;

/**
 * A credential by name; the secret stays with the server.
 *
 * @param id unique among the provider's credentials
 * @param owner {@link #OPERATOR}, or the organisation whose own key it is
 */
public record CredentialRef(String id, String owner) {

  /** The owner of what everybody shares. */
  public static final String OPERATOR = "operator";

  /** A credential of the operator. */
  public static CredentialRef operator(String id) {
    return new CredentialRef(id, OPERATOR);
  }
}
