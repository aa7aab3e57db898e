package cambio.router.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Chains entries by hash, so that one that is changed, removed or slipped in later shows: each
 * entry's hash covers all that it says, its number and the hash before it. Who keeps the last hash
 * elsewhere can prove the whole book. Not safe for several threads at once.
 */
public final class EntryChain {

  /** What the first entry's hash builds on. */
  public static final String START = "0".repeat(64);

  private final MessageDigest digest = sha256();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  /**
   * The hash of an entry.
   *
   * @param previous the hash of the entry before, {@link #START} for the first
   * @param sequence its number, from 1 without a gap
   * @return SHA-256 in lower-case hex
   */
  public String next(String previous, long sequence, LedgerEntry entry) {
    digest.reset();
    text(previous);
    number(sequence);
    text(entry.id());
    text(entry.kind().name());
    text(entry.organization());
    spender(entry.spender());
    number(ChronoUnit.MICROS.between(Instant.EPOCH, entry.at()));
    text(entry.idempotencyKey());
    text(entry.note());
    number(entry.postings().size());
    for (Posting posting : entry.postings()) {
      text(posting.account().name());
      number(posting.amount().nanos());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void spender(@Nullable Spender spender) {
    if (spender == null) {
      number(0);
      return;
    }
    number(1);
    text(spender.workspace());
    text(spender.keyId());
    text(spender.member());
    text(spender.endUser());
    text(spender.model());
  }

  /** With its length first, so that no two texts can be read as others. */
  private void text(@Nullable String text) {
    if (text == null) {
      number(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    digest.update(bytes);
  }

  private void number(long value) {
    digest.update(number.putLong(0, value).array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
