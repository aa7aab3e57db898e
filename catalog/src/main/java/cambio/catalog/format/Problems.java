package cambio.catalog.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects everything that is wrong with one source, so that a reader sees it all at once. */
final class Problems {

  private final String file;
  private final List<CatalogProblem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(Node at, String field, String message) {
    add(lineOf(at.getStartMark()), field, message);
  }

  void add(int line, String field, String message) {
    found.add(new CatalogProblem(file, line, field, message));
  }

  boolean none() {
    return found.isEmpty();
  }

  /** All of them in the order of the file. */
  List<CatalogProblem> found() {
    return found.stream().sorted(Comparator.comparingInt(CatalogProblem::line)).toList();
  }

  static int lineOf(Mark mark) {
    return mark.getLine() + 1;
  }
}
