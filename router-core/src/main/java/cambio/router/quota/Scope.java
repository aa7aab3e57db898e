package cambio.router.quota;

/** Whose use a rule counts. */
public enum Scope {
  /** One API key. */
  KEY,
  /** One member of an organisation, over all of its keys. */
  MEMBER,
  /** One workspace: the budget root, whose counters live together in one place of the store. */
  WORKSPACE,
  /** One organisation, over all of its workspaces. */
  ORGANIZATION,
  /** One model within a workspace. */
  MODEL,
  /** One end user of the caller's, within a workspace. */
  END_USER
}
