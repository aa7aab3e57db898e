package cambio.router.ledger;

import cambio.router.plan.Principal;
import cambio.router.quota.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who spends: everything that a budget may count by. Names within an organisation are its own, so a
 * subject carries the names it is nested in: {@code acme}, {@code acme/dev}, {@code
 * acme/dev/author/model}.
 *
 * @param keyId the key's public id, unique everywhere
 * @param member who owns the key; null where nobody does
 * @param endUser the caller's id of its end user; null where it gave none
 * @param model that answered; null where none did
 */
public record Spender(
    String organization,
    String workspace,
    String keyId,
    @Nullable String member,
    @Nullable String endUser,
    @Nullable String model) {

  /** The part of it that is known before anything answered. */
  public static Spender of(Principal principal) {
    return new Spender(
        principal.organization(),
        principal.workspace(),
        principal.keyId(),
        principal.member(),
        principal.endUser(),
        null);
  }

  /** The same spender, using this model. */
  public Spender using(String usedModel) {
    return new Spender(organization, workspace, keyId, member, endUser, usedModel);
  }

  /** Its subject in a scope, the name that spending is counted under; null where it has none. */
  public @Nullable String subject(Scope scope) {
    return switch (scope) {
      case KEY -> keyId;
      case ORGANIZATION -> organization;
      case WORKSPACE -> inWorkspace();
      case MEMBER -> member == null ? null : escaped(organization) + "/" + member;
      case MODEL -> model == null ? null : inWorkspace() + "/" + model;
      case END_USER -> endUser == null ? null : inWorkspace() + "/" + endUser;
    };
  }

  /** What the subjects of all workspaces of an organisation begin with. */
  public static String workspacesOf(String organization) {
    return escaped(organization) + "/";
  }

  private String inWorkspace() {
    return workspacesOf(organization) + escaped(workspace);
  }

  /** So that no name can pretend to be two. */
  private static String escaped(String name) {
    return name.indexOf('/') < 0 && name.indexOf('%') < 0
        ? name
        : name.replace("%", "%25").replace("/", "%2F");
  }
}
