package cambio.server.tenant;

import java.time.Instant;
import java.util.List;

/**
 * A person in an organisation.
 *
 * @param id as the operator's directory names the person
 * @param email empty for none
 * @param workspaces that it belongs to
 * @param rules over all keys that were created for it
 */
public record Member(
    String organization,
    String id,
    String name,
    String email,
    MemberRole role,
    List<String> workspaces,
    TenantRules rules,
    Instant createdAt) {

  public Member {
    workspaces = List.copyOf(workspaces);
  }
}
