package cambio.server.health;

import cambio.router.health.HealthNote;
import cambio.server.redis.RedisLink;
import cambio.server.redis.RedisScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Notes in Redis: a hash of them, and a sorted set that numbers their changes, so that a router
 * asks for what is new and gets nothing else. All keys are in one slot of a cluster; clocks are the
 * store's.
 */
public final class RedisHealthExchange implements HealthExchange {

  private static final RedisScript TELL = script("tell.lua");
  private static final RedisScript HEAR = script("hear.lua");
  private static final String KEPT = Long.toString(Duration.ofMinutes(KEPT_MINUTES).toMillis());

  private final RedisLink link;
  private final String prefix;

  /** The exchange over this link. */
  public RedisHealthExchange(RedisLink link) {
    this(link, "health");
  }

  /** One of several over a link. */
  RedisHealthExchange(RedisLink link, String name) {
    this.link = link;
    this.prefix = "cambio:v1:{" + name + "}:";
  }

  @Override
  public CompletionStage<Void> tell(String router, List<HealthNote> notes) {
    List<String> args = new ArrayList<>(2 * notes.size() + 3);
    args.add(prefix);
    args.add(router);
    args.add(KEPT);
    for (HealthNote note : notes) {
      args.add(note.subject());
      args.add(Base64.getEncoder().encodeToString(note.bytes()));
    }
    return link.runForNumber(TELL, prefix + "notes", args.toArray(new String[0]))
        .thenAccept(last -> {});
  }

  @Override
  public CompletionStage<Heard> hear(String router, long since, int most) {
    String[] args = {prefix, router, Long.toString(since), Integer.toString(most)};
    return link.runForList(HEAR, prefix + "notes", args).thenApply(RedisHealthExchange::heard);
  }

  /** Up to where, whether there are more, then a router, a subject and its bytes for each note. */
  private static Heard heard(List<Object> answer) {
    List<From> notes = new ArrayList<>((answer.size() - 2) / 3);
    for (int i = 2; i + 2 < answer.size(); i += 3) {
      byte[] bytes = Base64.getDecoder().decode(text(answer, i + 2));
      notes.add(new From(text(answer, i), new HealthNote(text(answer, i + 1), bytes)));
    }
    return new Heard(Long.parseLong(text(answer, 0)), text(answer, 1).equals("1"), notes);
  }

  private static String text(List<Object> answer, int at) {
    return String.valueOf(answer.get(at));
  }

  private static RedisScript script(String name) {
    return RedisScript.of(RedisScript.resource(RedisHealthExchange.class, name));
  }
}
