package cambio.server.tenant;

import java.time.Instant;

/**
 * A part of an organisation with rules and keys of its own.
 *
 * @param id 1 to 63 of a-z, 0-9, "-"; unique in the organisation, and never used again
 * @param disabled whether all its keys are refused for now
 */
public record Workspace(
    String organization,
    String id,
    String name,
    boolean disabled,
    TenantRules rules,
    Instant createdAt,
    Instant updatedAt)
    implements Tenant<Workspace> {

  @Override
  public Workspace with(String newName, boolean off, TenantRules newRules, Instant now) {
    return new Workspace(organization, id, newName, off, newRules, createdAt, now);
  }
}
