package cambio.server.tenant;

/** What a member may do. */
public enum MemberRole {
  /** Uses keys. */
  MEMBER,
  /** Manages everything of the organisation; each has at least one once it has members. */
  ADMIN
}
