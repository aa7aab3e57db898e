package cambio.wire;

import cambio.spi.Credential;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.spi.Secret;
import cambio.spi.UpstreamRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said to a token endpoint of OAuth 2.0 (RFC 6749), and what it answers. */
public final class TokenEndpoint {

  private static final int LONGEST_LIFETIME_SECONDS = 24 * 60 * 60;

  private TokenEndpoint() {}

  /**
   * The request with these fields as its form.
   *
   * @param path of the token endpoint, encoded
   */
  public static UpstreamRequest request(URI host, String path, String... namesAndValues) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.append(i == 0 ? "" : "&")
          .append(namesAndValues[i])
          .append('=')
          .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
    }
    return new UpstreamRequest(
        "POST",
        host,
        path,
        HeaderFields.of(
            "content-type", "application/x-www-form-urlencoded", "accept", "application/json"),
        form.toString().getBytes(StandardCharsets.UTF_8),
        List.of());
  }

  /**
   * The token of an answer, which holds for a day at the longest.
   *
   * @param issuer who answers, for messages
   * @param whose whom the token is for, for messages
   * @param check what the operator should look at where there is none
   * @throws FailureException where there is no token
   */
  public static Credential.BearerToken token(
      ResponseHead head, byte[] body, Instant now, String issuer, String whose, String check) {
    if (head.status() / 100 != 2) {
      throw new FailureException(refused(head, body, issuer, whose, check));
    }
    @Nullable String token = null;
    int seconds = 0;
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "access_token" -> token = json.string();
          case "expires_in" -> seconds = json.integer(0);
          default -> json.skip();
        }
      }
      json.requireEnd();
    } catch (IOException e) {
      token = null;
    }
    if (token == null || token.isEmpty() || seconds <= 0) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR,
              issuer + "'s answer to the token request cannot be read."));
    }
    return new Credential.BearerToken(
        Secret.of(token), now.plusSeconds(Math.min(seconds, LONGEST_LIFETIME_SECONDS)));
  }

  /** OAuth refuses with 400 or 401; its {@code error} is a word and no object. */
  private static Failure refused(
      ResponseHead head, byte[] body, String issuer, String whose, String check) {
    Failure failure = FailureClassifier.of(head.status(), head.headers(), ErrorBody.of(body));
    if (head.status() / 100 != 4 || failure.kind() == FailureKind.RATE_LIMITED) {
      return failure;
    }
    String message =
        issuer + " gave no token for " + whose + " (" + word(body) + "): check " + check + ".";
    return Failure.of(FailureKind.PROVIDER_CREDENTIALS, message)
        .withUpstream(head.status(), failure.upstreamCode());
  }

  private static String word(byte[] body) {
    @Nullable String word = null;
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        String value = json.scalar();
        word = name.equals("error") ? value : word;
      }
    } catch (IOException e) {
      return "no reason given";
    }
    return word == null ? "no reason given" : SafeText.of(word);
  }
}
