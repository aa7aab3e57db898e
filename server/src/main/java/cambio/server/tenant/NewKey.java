package cambio.server.tenant;

/**
 * A key with its secret, which is shown once and kept nowhere.
 *
 * @param secret {@code sk-cambio-v1-} and 64 hex digits
 */
public record NewKey(StoredKey key, String secret) {

  /** Without the secret, so that no log shows it. */
  @Override
  public String toString() {
    return "NewKey[" + key.id() + "]";
  }
}
