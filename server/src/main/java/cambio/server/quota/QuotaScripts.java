package cambio.server.quota;

import cambio.server.redis.RedisScript;
import java.util.function.UnaryOperator;

/** The steps of a {@link RedisQuotaStore}, each with what all of them share. */
record QuotaScripts(
    RedisScript reserve,
    RedisScript settle,
    RedisScript renew,
    RedisScript underWay,
    RedisScript expired,
    RedisScript load,
    RedisScript slice,
    RedisScript grant,
    RedisScript shrink,
    RedisScript held,
    RedisScript sharers) {

  /** As they are on the class path. */
  static final QuotaScripts SHIPPED = read(UnaryOperator.identity());

  /**
   * Reads them.
   *
   * @param edit what becomes of each text; tests put a clock of their own in the place of the
   *     store's
   */
  static QuotaScripts read(UnaryOperator<String> edit) {
    String common = RedisScript.resource(RedisQuotaStore.class, "common.lua");
    Reader step =
        name -> {
          String own = RedisScript.resource(RedisQuotaStore.class, name + ".lua");
          return RedisScript.of(edit.apply(common + "\n" + own));
        };
    return new QuotaScripts(
        step.read("reserve"),
        step.read("settle"),
        step.read("renew"),
        step.read("under_way"),
        step.read("expired"),
        step.read("load"),
        step.read("slice"),
        step.read("grant"),
        step.read("shrink"),
        step.read("held"),
        step.read("sharers"));
  }

  @FunctionalInterface
  private interface Reader {
    RedisScript read(String name);
  }
}
