package cambio.server.tenant;

/** What a key is for. */
public enum KeyKind {
  /** Generates, and reads what concerns itself. */
  INFERENCE,
  /** Manages keys, workspaces and money; never generates, so that a leaked one runs up no bill. */
  MANAGEMENT
}
