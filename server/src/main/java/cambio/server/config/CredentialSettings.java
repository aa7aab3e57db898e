package cambio.server.config;

import cambio.catalog.yaml.Place;
import cambio.spi.Credential;

/**
 * One credential of ours.
 *
 * @param place where the file names its provider
 * @param provider the catalogue's id of the provider
 * @param id names it in plans and records; unique within the provider
 */
public record CredentialSettings(Place place, String provider, String id, Credential credential) {}
