package cambio.server.config;

import cambio.spi.Credential;
import java.util.Map;

/**
 * One credential of ours.
 *
 * @param provider the catalogue's id of the provider
 * @param id names it in plans and records; unique within the provider
 * @param settings values for the placeholders of the provider's URL, by placeholder; they win over
 *     the environment
 */
public record CredentialSettings(
    String provider, String id, Credential credential, Map<String, String> settings) {

  public CredentialSettings {
    settings = Map.copyOf(settings);
  }
}
