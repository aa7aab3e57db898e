package cambio.catalog.format;

import cambio.catalog.yaml.YamlSection;
import cambio.catalog.yaml.YamlValue;
import cambio.catalog.yaml.YamlValue.YamlList;
import cambio.catalog.yaml.YamlValue.YamlMap;
import cambio.catalog.yaml.YamlValue.YamlNull;
import cambio.catalog.yaml.YamlValue.YamlText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names a state of some sections: the same content gives the same name, comments aside. */
final class SectionDigest {

  private static final int BYTES = 4;

  private SectionDigest() {}

  static String of(YamlSection root, List<String> sections) {
    StringBuilder text = new StringBuilder();
    for (String section : sections) {
      YamlValue node = root.value(section);
      if (node != null) {
        text.append(section);
        append(text, node);
      }
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void append(StringBuilder text, YamlValue value) {
    switch (value) {
      case YamlText scalar -> append(text, scalar.text());
      case YamlList list -> {
        text.append('[');
        list.items().forEach(item -> append(text, item));
        text.append(']');
      }
      case YamlMap map -> {
        text.append('{');
        map.members()
            .forEach((name, member) -> {
              append(text, name);
              append(text, member);
            });
        text.append('}');
      }
      case YamlNull _ -> text.append('~');
    }
  }

  private static void append(StringBuilder text, String scalar) {
    text.append(scalar.length()).append(':').append(scalar);
  }
}
