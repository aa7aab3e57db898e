package cambio.router.plan;

import cambio.router.catalog.Endpoint;
import java.util.List;
import java.util.Locale;

/**
 * A caller's list of endpoint tags ({@code order}, {@code only}, {@code ignore}). A tag without a
 * slash means all variants and regions of a provider, but not its service tiers: these have to be
 * named.
 */
final class Tags {

  static final Tags NONE = new Tags(List.of());

  private final List<String> entries;

  private Tags(List<String> entries) {
    this.entries = entries;
  }

  static Tags of(List<String> written) {
    if (written.isEmpty()) {
      return NONE;
    }
    return new Tags(written.stream().map(Tags::slug).toList());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<String> entries() {
    return entries;
  }

  /** The place of the first entry that matches, or -1. */
  int indexOf(Endpoint endpoint, boolean tierAdmitted) {
    for (int i = 0; i < entries.size(); i++) {
      if (matches(entries.get(i), endpoint, tierAdmitted)) {
        return i;
      }
    }
    return -1;
  }

  boolean match(Endpoint endpoint, boolean tierAdmitted) {
    return indexOf(endpoint, tierAdmitted) >= 0;
  }

  /** Whether an entry is the endpoint's whole tag, which also admits its service tier. */
  boolean name(Endpoint endpoint) {
    for (String entry : entries) {
      if (entry.equalsIgnoreCase(endpoint.tag())) {
        return true;
      }
    }
    return false;
  }

  /** Whether one entry covers another: it is the same, or what comes before its slash. */
  static boolean covers(String wide, String narrow) {
    return narrow.startsWith(wide)
        && (narrow.length() == wide.length() || narrow.charAt(wide.length()) == '/');
  }

  /** People write providers' names as well as their slugs: "Some Cloud" is some-cloud. */
  private static String slug(String written) {
    return written.strip().toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  static boolean matches(String entry, Endpoint endpoint, boolean tierAdmitted) {
    String tag = endpoint.tag();
    if (!tag.regionMatches(true, 0, entry, 0, entry.length())) {
      return false;
    }
    if (tag.length() == entry.length()) {
      return true;
    }
    return tag.charAt(entry.length()) == '/' && (endpoint.serviceTier() == null || tierAdmitted);
  }
}
