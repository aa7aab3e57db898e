package cambio.server.config;

import cambio.catalog.yaml.YamlSection;
import cambio.spi.Credential;
import cambio.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code credentials} list. No message of it shows a value. */
final class CredentialReader {

  private final Path relativeTo;

  CredentialReader(Path relativeTo) {
    this.relativeTo = relativeTo;
  }

  List<CredentialSettings> read(List<YamlSection> sections) {
    List<CredentialSettings> credentials = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlSection section : sections) {
      String provider = section.required("provider");
      String id = section.text("id", "config" + (credentials.size() + 1));
      if (!ids.add(provider + "/" + id)) {
        section.problem("id", '"' + id + "\" occurs twice for " + provider + " (expected: unique)");
      }
      Credential credential = credential(section);
      CredentialSettings read =
          new CredentialSettings(
              section.placeOf("provider"),
              provider,
              id,
              credential == null ? Credential.NONE : credential);
      section.end();
      if (!provider.isEmpty() && credential != null) {
        credentials.add(read);
      }
    }
    return credentials;
  }

  private @Nullable Credential credential(YamlSection section) {
    String apiKey = section.text("api_key");
    String account = section.text("service_account_file");
    String accessKey = section.text("aws_access_key_id");
    String secretKey = section.text("aws_secret_access_key");
    String sessionToken = section.text("aws_session_token");
    int kinds = (apiKey == null ? 0 : 1) + (account == null ? 0 : 1) + (accessKey == null ? 0 : 1);
    if (kinds != 1) {
      section.problem(
          "api_key",
          kinds == 0
              ? "is missing (expected: one of api_key, service_account_file, aws_access_key_id)"
              : "is not the only kind given (expected: one of api_key, service_account_file,"
                  + " aws_access_key_id)");
      return null;
    }
    if (apiKey != null) {
      if (apiKey.isBlank()) {
        section.problem("api_key", "is empty (expected: the key, or ${VARIABLE} that holds it)");
        return null;
      }
      return new Credential.ApiKey(Secret.of(apiKey.strip()));
    }
    if (account != null) {
      return serviceAccount(section, account);
    }
    if (accessKey == null || secretKey == null) {
      section.problem("aws_secret_access_key", "is missing (expected beside aws_access_key_id)");
      return null;
    }
    return new Credential.AwsKeys(
        accessKey, Secret.of(secretKey), sessionToken == null ? null : Secret.of(sessionToken));
  }

  private @Nullable Credential serviceAccount(YamlSection section, String file) {
    try {
      return new Credential.ServiceAccount(Secret.of(Files.readString(relativeTo.resolve(file))));
    } catch (IOException e) {
      section.problem(
          "service_account_file",
          '"' + file + "\" cannot be read (expected: the account's JSON file)");
      return null;
    }
  }
}
