package cambio.router.sticky;

import cambio.router.plan.Principal;
import cambio.spi.request.ContentPart;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Tells conversations apart: by the caller's own name for them, else by how they open. The key is a
 * digest of the caller's key, the workspace, the model and the conversation, so that it gives
 * nothing away and one tenant's conversations never meet another's.
 *
 * @param key hexadecimal
 * @param named whether the caller named it
 */
public record Conversation(String key, boolean named) {

  /** The shortest prompt that providers cache, in tokens; below it only named ones are held. */
  public static final int SHORTEST_CACHED_TOKENS = 1_024;

  /**
   * The conversation of a request.
   *
   * @param model the wanted model's name
   * @param sessionId the caller's name for the conversation, from body or header; it goes before
   *     the request's key for prompt caches
   * @param estimatedTokens the prompt's length
   * @return null where it is too short to be cached and has no name
   */
  public static @Nullable Conversation of(
      GenerationRequest request,
      String model,
      Principal principal,
      @Nullable String sessionId,
      int estimatedTokens) {
    MessageDigest digest = sha256();
    add(digest, principal.organization());
    add(digest, principal.workspace());
    add(digest, principal.keyId());
    add(digest, model);
    String name = sessionId != null ? sessionId : request.cache().key();
    if (name != null) {
      add(digest, sessionId != null ? "session" : "cache");
      add(digest, name);
      return new Conversation(HexFormat.of().formatHex(digest.digest()), true);
    }
    if (estimatedTokens < SHORTEST_CACHED_TOKENS) {
      return null;
    }
    add(digest, "opening");
    addOpening(digest, request);
    return new Conversation(HexFormat.of().formatHex(digest.digest()), false);
  }

  /** The first instruction and the first message that is none: what no later turn changes. */
  private static void addOpening(MessageDigest digest, GenerationRequest request) {
    boolean instruction = false;
    for (Message message : request.messages()) {
      if (message instanceof Message.Instruction) {
        if (!instruction) {
          instruction = true;
          add(digest, message);
        }
      } else {
        add(digest, message);
        return;
      }
    }
  }

  private static void add(MessageDigest digest, Message message) {
    for (ContentPart part : message.content()) {
      add(digest, part instanceof ContentPart.Text text ? text.text() : part.toString());
    }
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // The length keeps "a", "bc" and "ab", "c" apart.
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
