package cambio.server.tenant;

import java.time.Instant;

/**
 * Who owns credit.
 *
 * @param id 1 to 63 of a-z, 0-9, "-"
 * @param disabled whether all its keys are refused for now
 */
public record Organization(
    String id,
    String name,
    boolean disabled,
    TenantRules rules,
    Instant createdAt,
    Instant updatedAt)
    implements Tenant<Organization> {

  @Override
  public Organization with(String newName, boolean off, TenantRules newRules, Instant now) {
    return new Organization(id, newName, off, newRules, createdAt, now);
  }
}
