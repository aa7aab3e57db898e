package cambio.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text in columns. */
final class Table {

  private final List<String[]> rows = new ArrayList<>();

  /** A table with these headings. */
  Table(String... headings) {
    rows.add(headings);
  }

  /** Adds a row; null is shown as a dash. */
  Table row(@Nullable Object... cells) {
    String[] texts = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      Object cell = cells[i];
      texts[i] = cell == null ? "-" : printable(cell.toString());
    }
    rows.add(texts);
    return this;
  }

  /** How many rows there are below the headings. */
  int size() {
    return rows.size() - 1;
  }

  void print(PrintWriter out) {
    int columns = rows.getFirst().length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row[i]);
        if (i < columns - 1) {
          line.append(" ".repeat(widths[i] - row[i].length() + 2));
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** What a caller wrote (an app's name, a model) must not steer the terminal. */
  private static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
