package cambio.server.feedback;

import cambio.router.auto.FeedbackScores.Opinions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keeps what callers say of answers. Blocks; never to be called on an event loop. */
public interface FeedbackStore {

  /** Keeps one, in the place of what the same key said of the same answer. */
  void put(Feedback feedback);

  /** The newest of each of these generations that has any, by the generation's id. */
  Map<String, Feedback> newest(Collection<String> generationIds);

  /** The sums of all scores since an instant, by model and task. */
  List<Opinions> opinions(Instant since);
}
