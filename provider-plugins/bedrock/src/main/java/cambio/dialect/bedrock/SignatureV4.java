package cambio.dialect.bedrock;

import cambio.spi.Credential;
import cambio.spi.HeaderFields;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests by AWS Signature Version 4, in headers. As for every service but S3, the canonical
 * path is the sent path percent-encoded once more: what is sent as {@code %2F} is signed as {@code
 * %252F}, and a bare {@code :} as {@code %3A}.
 *
 * @param region e.g. {@code us-east-1}
 * @param service the service's signing name, e.g. {@code bedrock}
 */
record SignatureV4(Credential.AwsKeys keys, String region, String service) {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final HexFormat HEX = HexFormat.of();

  /**
   * The headers with time, session token and signature after them; all given ones are signed.
   *
   * @param host authority as the client will send it
   * @param target path and query as they are sent, percent-encoded
   */
  HeaderFields sign(
      String method, String host, String target, HeaderFields headers, byte[] body, Instant now) {
    String time = TIME.format(now);
    HeaderFields stamped = headers.plus("x-amz-date", time);
    if (keys.sessionToken() != null) {
      stamped = stamped.plus("x-amz-security-token", keys.sessionToken().reveal());
    }
    Map<String, String> signed = canonicalHeaders(stamped.plus("host", host));
    String names = String.join(";", signed.keySet());
    String scope = time.substring(0, 8) + '/' + region + '/' + service + "/aws4_request";
    String request = canonicalRequest(method, target, signed, names, body);
    String toSign = ALGORITHM + '\n' + time + '\n' + scope + '\n' + hash(utf8(request));
    String signature = HEX.formatHex(hmac(signingKey(time.substring(0, 8)), toSign));
    return stamped.plus(
        "authorization",
        ALGORITHM
            + " Credential="
            + keys.accessKeyId()
            + '/'
            + scope
            + ", SignedHeaders="
            + names
            + ", Signature="
            + signature);
  }

  private static String canonicalRequest(
      String method, String target, Map<String, String> headers, String names, byte[] body) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    StringBuilder request = new StringBuilder(512).append(method).append('\n');
    request.append(PercentEncoding.strict(path.isEmpty() ? "/" : path, "/")).append('\n');
    request.append(canonicalQuery(query)).append('\n');
    headers.forEach((name, value) -> request.append(name).append(':').append(value).append('\n'));
    return request.append('\n').append(names).append('\n').append(hash(body)).toString();
  }

  /** By name, then by value; a name without a value has an empty one. */
  private static String canonicalQuery(String query) {
    if (query.isEmpty()) {
      return "";
    }
    return Arrays.stream(query.split("&"))
        .map(pair -> pair.split("=", 2))
        .map(pair -> List.of(pair[0], pair.length < 2 ? "" : pair[1]))
        .sorted(
            Comparator.comparing((List<String> pair) -> pair.getFirst())
                .thenComparing(List::getLast))
        .map(pair -> pair.getFirst() + '=' + pair.getLast())
        .collect(Collectors.joining("&"));
  }

  /** Sorted by name; values of one name in their order, without superfluous spaces. */
  private static Map<String, String> canonicalHeaders(HeaderFields headers) {
    Map<String, List<String>> values = new TreeMap<>();
    for (HeaderFields.Field field : headers.all()) {
      values
          .computeIfAbsent(field.name(), name -> new ArrayList<>())
          .add(field.value().strip().replaceAll(" +", " "));
    }
    Map<String, String> joined = new TreeMap<>();
    values.forEach((name, all) -> joined.put(name, String.join(",", all)));
    return joined;
  }

  private byte[] signingKey(String date) {
    byte[] key = utf8("AWS4" + keys.secretAccessKey().reveal());
    for (String part : List.of(date, region, service, "aws4_request")) {
      key = hmac(key, part);
    }
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
