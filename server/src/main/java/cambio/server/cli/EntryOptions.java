package cambio.server.cli;

import cambio.router.plan.Principal;
import cambio.server.surface.GenerationIds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose entry of the ledger a command makes, and how it is kept from being made twice. */
final class EntryOptions {

  @Option(
      names = "--organization",
      paramLabel = "ID",
      defaultValue = Principal.DEFAULT,
      description = "Whose. Default: ${DEFAULT-VALUE}.")
  private String organization = Principal.DEFAULT;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description =
          "Makes a repetition safe: the same key makes one entry. Without one every call makes one.")
  private @Nullable String idempotencyKey;

  String organization() {
    return organization;
  }

  /** The key that was given, or one that was never used. */
  String idempotencyKey(GenerationIds ids) {
    return idempotencyKey == null ? ids.entry() : idempotencyKey;
  }
}
