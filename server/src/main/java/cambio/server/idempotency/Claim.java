package cambio.server.idempotency;

/** What a store says to a request that wants to be the one that is served under its key. */
public sealed interface Claim {

  /** It is. Its claim has to be renewed, and to be ended by keeping an answer or by freeing. */
  record Granted() implements Claim {}

  /** An equal request is being served. */
  record Running() implements Claim {}

  /** The key was used for another request. */
  record OtherRequest() implements Claim {}

  /**
   * Whoever held the claim has let it lapse, perhaps because it was killed. Nothing was granted: to
   * take the key over, claim once more over this generation.
   *
   * @param generation of the call that held it
   */
  record Lapsed(String generation) implements Claim {}

  /**
   * An equal request was answered.
   *
   * @param generation of the call that was served
   * @param answer as it was kept, not to be changed; empty where none was
   */
  record Kept(String generation, byte[] answer) implements Claim {}
}
