package cambio.server.tenant;

import java.time.Instant;

/** What has a name, rules and a switch: an organisation, or a part of one. */
public sealed interface Tenant<T extends Tenant<T>> permits Organization, Workspace {

  /** 1 to 63 of a-z, 0-9, "-". */
  String id();

  /** For people. */
  String name();

  /** Whether all its keys are refused for now. */
  boolean disabled();

  /** What it allows of what is above it. */
  TenantRules rules();

  /** This one as changed. */
  T with(String newName, boolean off, TenantRules newRules, Instant now);
}
