package cambio.wire;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes a provider's text fit to be shown: what looks like a key is struck out, control characters
 * go, the length is bounded. Runs on failures only, so regular expressions are affordable.
 */
public final class SafeText {

  /** Longest text that comes out, in characters. */
  public static final int MAX_LENGTH = 600;

  private static final int LOOK_AT = 8 * 1024;
  private static final String STRUCK = "[redacted]";

  private static final List<Pattern> SECRETS =
      List.of(
          Pattern.compile("(?i)\\b(?:bearer|basic)\\s+[A-Za-z0-9._~+/=*-]{6,}"),
          Pattern.compile(
              "(?i)\\b(?:sk|pk|rk|gsk|xai|key|csk|pplx|tgp|fw|hf|nvapi|r8)[-_][A-Za-z0-9_*-]{6,}"),
          Pattern.compile("\\bAIza[A-Za-z0-9_-]{10,}"),
          Pattern.compile("\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{8,}"),
          Pattern.compile("\\bya29\\.[A-Za-z0-9_.-]{8,}"),
          Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]+)*"),
          Pattern.compile("(?i)([?&](?:key|api[_-]?key|token|access_token|signature)=)[^&\\s\"']+"),
          Pattern.compile("[A-Za-z0-9]{2,12}\\*{3,}[A-Za-z0-9]*"),
          Pattern.compile("\\b[0-9a-fA-F]{32,}\\b"),
          Pattern.compile(
              "(?<![A-Za-z0-9+/_=-])(?=[A-Za-z0-9+/_-]*[0-9])(?=[A-Za-z0-9+/_-]*[A-Z])"
                  + "(?=[A-Za-z0-9+/_-]*[a-z])[A-Za-z0-9+/_-]{40,}={0,2}"));

  private SafeText() {}

  /** The text without what may not be shown, at most {@link #MAX_LENGTH} characters. */
  public static String of(String text) {
    String safe = text.length() > LOOK_AT ? text.substring(0, LOOK_AT) : text;
    for (Pattern secret : SECRETS) {
      safe = secret.matcher(safe).replaceAll(STRUCK);
    }
    StringBuilder out = new StringBuilder(Math.min(safe.length(), MAX_LENGTH));
    for (int i = 0; i < safe.length() && out.length() < MAX_LENGTH; i++) {
      char c = safe.charAt(i);
      boolean control = Character.isISOControl(c) || Character.isSurrogate(c) && !paired(safe, i);
      out.append(control ? ' ' : c);
    }
    return cut(out, safe.length());
  }

  private static boolean paired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private static String cut(StringBuilder out, int whole) {
    if (whole <= MAX_LENGTH) {
      return out.toString().strip();
    }
    int end = MAX_LENGTH - 1;
    if (Character.isHighSurrogate(out.charAt(end - 1))) {
      end--;
    }
    return out.substring(0, end).strip() + "…";
  }
}
