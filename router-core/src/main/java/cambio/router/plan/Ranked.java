package cambio.router.plan;

import cambio.router.plan.Candidate.ScorePart;
import java.util.List;

/** A contender in its place, with the parts of its score. */
record Ranked(Contender contender, List<ScorePart> parts) {}
