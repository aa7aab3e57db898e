package cambio.server.surface;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Turns the catalogue's release dates, which may lack the day or month, into epoch seconds. */
public final class ReleaseDate {

  private ReleaseDate() {}

  /** The first second (UTC) of the date, or of what is known of it; 0 where nothing is. */
  public static long epochSecond(@Nullable String released) {
    if (released == null) {
      return 0;
    }
    String whole =
        switch (released.length()) {
          case 4 -> released + "-01-01";
          case 7 -> released + "-01";
          default -> released;
        };
    try {
      return LocalDate.parse(whole).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
