package cambio.server.auth;

/** What a method or path asks of the key that calls it. */
public enum Access {
  /** Any key that is known and in force. */
  ANY_KEY,
  /** A key that may generate. */
  GENERATE,
  /** A key that may manage keys, workspaces and money. */
  MANAGE
}
