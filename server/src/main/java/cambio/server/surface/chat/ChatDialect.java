package cambio.server.surface.chat;

/** The name under which raw members of this dialect travel. */
public final class ChatDialect {

  /** As adapters of the same dialect name it. */
  public static final String NAME = "openai-chat";

  private ChatDialect() {}
}
