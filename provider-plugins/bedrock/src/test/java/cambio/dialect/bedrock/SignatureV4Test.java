package cambio.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Credential;
import cambio.spi.HeaderFields;
import cambio.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The signature against AWS's published test suite for Signature Version 4 (aws-c-auth, {@code
 * tests/aws-signing-test-suite/v4}; the same vectors came as {@code aws-sig-v4-test-suite} with the
 * documentation). Each vector is named as there.
 */
class SignatureV4Test {

  private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
  private static final String UNRESERVED =
      "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  record Vector(
      String name,
      String method,
      String target,
      HeaderFields headers,
      String body,
      String signedHeaders,
      String signature) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Vector> published() {
    HeaderFields none = HeaderFields.empty();
    String usual = "host;x-amz-date";
    return Stream.of(
        new Vector(
            "get-vanilla",
            "GET",
            "/",
            none,
            "",
            usual,
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        new Vector(
            "post-vanilla",
            "POST",
            "/",
            none,
            "",
            usual,
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        new Vector(
            "get-vanilla-query-order-key-case",
            "GET",
            "/?Param2=value2&Param1=value1",
            none,
            "",
            usual,
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        new Vector(
            "get-vanilla-query-order-encoded",
            "GET",
            "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
            none,
            "",
            usual,
            "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac"),
        new Vector(
            "get-vanilla-query-unreserved",
            "GET",
            "/?" + UNRESERVED + "=" + UNRESERVED,
            none,
            "",
            usual,
            "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"),
        new Vector(
            "get-header-key-duplicate",
            "GET",
            "/",
            HeaderFields.of("My-Header1", "value2", "My-Header1", "value2", "My-Header1", "value1"),
            "",
            "host;my-header1;x-amz-date",
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
        new Vector(
            "get-header-value-trim",
            "GET",
            "/",
            HeaderFields.of("My-Header1", " value1", "My-Header2", " \"a   b   c\""),
            "",
            "host;my-header1;my-header2;x-amz-date",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        new Vector(
            "get-space-normalized",
            "GET",
            "/example space/",
            none,
            "",
            usual,
            "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
        new Vector(
            "post-header-key-sort",
            "POST",
            "/",
            HeaderFields.of("My-Header1", "value1"),
            "",
            "host;my-header1;x-amz-date",
            "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
        new Vector(
            "post-x-www-form-urlencoded",
            "POST",
            "/",
            HeaderFields.of("Content-Type", "application/x-www-form-urlencoded"),
            "Param1=value1",
            "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"));
  }

  @ParameterizedTest
  @MethodSource("published")
  void agreesWithThePublishedVector(Vector vector) {
    HeaderFields signed =
        signature(null, "service")
            .sign(
                vector.method(),
                "example.amazonaws.com",
                vector.target(),
                vector.headers(),
                vector.body().getBytes(StandardCharsets.UTF_8),
                NOW);
    assertThat(signed.first("authorization"))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders="
                + vector.signedHeaders()
                + ", Signature="
                + vector.signature());
    assertThat(signed.first("x-amz-date")).isEqualTo("20150830T123600Z");
  }

  /** Vector {@code get-vanilla-with-session-token}. */
  @Test
  void sessionTokenIsSentAndSigned() {
    String token = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";
    HeaderFields signed =
        signature(token, "service")
            .sign("GET", "example.amazonaws.com", "/", HeaderFields.empty(), new byte[0], NOW);
    assertThat(signed.first("x-amz-security-token")).isEqualTo(token);
    assertThat(signed.first("authorization"))
        .contains("SignedHeaders=host;x-amz-date;x-amz-security-token, ")
        .endsWith("07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8");
  }

  /** Computed by botocore 1.44.5 ({@code SigV4Auth}) from the same request. */
  @ParameterizedTest
  @MethodSource("paths")
  void pathIsEncodedOnceMore(String model, @Nullable String token, String expected) {
    byte[] body =
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}"
            .getBytes(StandardCharsets.UTF_8);
    HeaderFields signed =
        signature(token, "bedrock")
            .sign(
                "POST",
                "bedrock-runtime.us-east-1.amazonaws.com",
                "/model/" + model + "/converse",
                HeaderFields.of("content-type", "application/json"),
                body,
                NOW);
    assertThat(signed.first("authorization")).endsWith(expected);
  }

  static Stream<Object[]> paths() {
    String arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile%2Fabc";
    String token = "session/token+=";
    return Stream.of(
        new Object[] {
          "us.amazon.nova-2-lite-v1:0",
          null,
          "0420d95de6471c2952c028131945095cf08b057e2bdcdb6918b2540b5811b0b6"
        },
        new Object[] {
          "us.amazon.nova-2-lite-v1:0",
          token,
          "43942534749bddf5ae5c9129ee3c363cbc88690807f6f4775f9dd7e0142c66e0"
        },
        new Object[] {
          arn, null, "4857919b8bbc9913f3fe4126d229646da6c25ac6538034ab3233cbf4996c7d2d"
        },
        new Object[] {
          arn.replace(":", "%3A"),
          token,
          "bd68d1d11a0a88c27f3688aa874026af4f86a3523be098b1cdbc595c227212cf"
        });
  }

  private static SignatureV4 signature(@Nullable String token, String service) {
    Credential.AwsKeys keys =
        new Credential.AwsKeys(
            "AKIDEXAMPLE",
            Secret.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            token == null ? null : Secret.of(token));
    return new SignatureV4(keys, "us-east-1", service);
  }
}
