package cambio.server.tenant;

import cambio.spi.FailureException;
import cambio.spi.FailureKind;

/** What an administrator reaches; what it does not reach does not exist for it. */
final class Reach {

  private Reach() {}

  static Organization seen(Administrator by, String id, String field, TenantStore.Tenants tenants) {
    Organization found =
        by.sees(id) && FieldRules.isId(id) ? tenants.organizations().find(id) : null;
    if (found == null) {
      throw Refusals.notFound(field, "organisation", id);
    }
    return found;
  }

  static Organization managed(
      Administrator by, String id, String field, TenantStore.Tenants tenants) {
    Organization found = seen(by, id, field, tenants);
    requireManaged(by, id);
    return found;
  }

  static void requireManaged(Administrator by, String organization) {
    if (!by.manages(organization)) {
      throw Refusals.denied(
          "This management key reaches its own workspace only. Use one of the organisation's"
              + " default workspace.");
    }
  }

  static Workspace reached(
      Administrator by, String organization, String id, TenantStore.Tenants tenants) {
    seen(by, organization, "organization_id", tenants);
    Workspace found =
        by.manages(organization, id) && FieldRules.isId(id)
            ? tenants.workspaces().find(organization, id)
            : null;
    if (found == null) {
      throw Refusals.notFound("id", "workspace", id);
    }
    return found;
  }

  static Member person(
      Administrator by, String organization, String id, TenantStore.Tenants tenants) {
    managed(by, organization, "organization_id", tenants);
    Member found = FieldRules.isPlain(id) ? tenants.members().find(organization, id) : null;
    if (found == null) {
      throw Refusals.notFound("id", "member", id);
    }
    return found;
  }

  static FailureException exists(String field, String what, String id) {
    return Refusals.of(
        FailureKind.ALREADY_EXISTS,
        field,
        "There is " + what + " with the id \"" + id + "\" already. Choose another.");
  }
}
