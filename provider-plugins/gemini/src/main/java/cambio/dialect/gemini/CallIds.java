package cambio.dialect.gemini;

import org.jspecify.annotations.Nullable;

/**
 * Ids of calls that came without one. The same answer gives the same ids, and two answers of one
 * conversation give different ones, for the provider's id of the answer is in them. They are known
 * by their beginning and never sent back.
 */
final class CallIds {

  private static final String BEGINNING = "call_gm_";
  private static final int LONGEST = 40;

  private CallIds() {}

  static String made(@Nullable String responseId, int choice, int index, Part.Call call) {
    String answer =
        responseId == null || responseId.isEmpty()
            ? Integer.toHexString((call.name() + call.args()).hashCode())
            : responseId.replaceAll("[^A-Za-z0-9_-]", "-");
    String whole = answer.length() > LONGEST ? answer.substring(0, LONGEST) : answer;
    return BEGINNING + whole + "_" + choice + "_" + index;
  }

  /** Whether the id was made here. */
  static boolean isMade(String id) {
    return id.startsWith(BEGINNING);
  }
}
