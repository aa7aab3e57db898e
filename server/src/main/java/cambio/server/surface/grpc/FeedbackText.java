package cambio.server.surface.grpc;

import cambio.router.plan.Principal;
import cambio.server.feedback.Feedback;
import cambio.server.store.GenerationRow;
import cambio.v1.FeedbackCategory;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads and writes the contract's feedback. */
final class FeedbackText {

  private static final String PREFIX = "FEEDBACK_CATEGORY_";

  private FeedbackText() {}

  /**
   * Reads it.
   *
   * @throws InvalidMessage where nothing is said, or a member is out of its range
   */
  static Feedback read(
      cambio.v1.Feedback said, GenerationRow of, Principal principal, Instant now) {
    Violations violations = new Violations();
    Double score = violations.number(said.hasScore(), "feedback.score", said.getScore(), -1, 1);
    String complaint = complaint(said.getCategory(), violations);
    violations.require(
        said.getComment().codePointCount(0, said.getComment().length()) <= Feedback.COMMENT_MAX,
        "feedback.comment",
        "longer than " + Feedback.COMMENT_MAX + " characters");
    violations.require(
        said.hasScore()
            || said.getCategory() != FeedbackCategory.FEEDBACK_CATEGORY_UNSPECIFIED
            || !said.getComment().isBlank(),
        "feedback",
        "says nothing (expected: a score, a category or a comment)");
    violations.throwIfAny();
    GenerationRow.AnsweredBy answeredBy = of.answeredBy();
    return new Feedback(
        of.id(),
        principal.keyId(),
        principal.organization(),
        answeredBy == null ? null : answeredBy.model(),
        of.category(),
        score == null ? null : (int) Math.round(score * Feedback.BEST),
        complaint,
        said.getComment(),
        now);
  }

  private static @Nullable String complaint(FeedbackCategory category, Violations violations) {
    if (category == FeedbackCategory.UNRECOGNIZED) {
      violations.add("feedback.category", "unknown");
      return null;
    }
    return category == FeedbackCategory.FEEDBACK_CATEGORY_UNSPECIFIED
        ? null
        : category.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
  }

  static cambio.v1.Feedback write(Feedback feedback) {
    cambio.v1.Feedback.Builder written =
        cambio.v1.Feedback.newBuilder()
            .setComment(feedback.comment())
            .setCreateTime(Times.timestamp(feedback.at()));
    if (feedback.score() != null) {
      written.setScore(feedback.score() / (double) Feedback.BEST);
    }
    if (feedback.complaint() != null) {
      written.setCategory(
          FeedbackCategory.valueOf(PREFIX + feedback.complaint().toUpperCase(Locale.ROOT)));
    }
    return written.build();
  }
}
