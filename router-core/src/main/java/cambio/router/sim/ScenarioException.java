package cambio.router.sim;

import java.util.List;

/** A scenario's text says what cannot be simulated. */
public final class ScenarioException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ScenarioException(List<Problem> problems) {
    super(String.join("\n", problems.stream().map(Problem::toString).toList()));
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, in the order of the lines. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One thing that is wrong.
   *
   * @param line from 1; 0 where the text as a whole lacks something
   * @param field the line's kind and the name within it, e.g. {@code endpoint.ttft}
   * @param message what was found and what is expected
   */
  public record Problem(int line, String field, String message) {

    @Override
    public String toString() {
      return (line == 0 ? "" : "line " + line + ": ") + field + ": " + message;
    }
  }
}
