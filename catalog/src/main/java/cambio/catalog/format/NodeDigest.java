package cambio.catalog.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Names a state of some sections: the same content gives the same name, comments aside. */
final class NodeDigest {

  private static final int BYTES = 4;

  private NodeDigest() {}

  static String of(Fields root, List<String> sections) {
    StringBuilder text = new StringBuilder();
    for (String section : sections) {
      Node node = root.node(section);
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

  private static void append(StringBuilder text, Node node) {
    switch (node) {
      case ScalarNode scalar ->
          text.append(scalar.getValue().length()).append(':').append(scalar.getValue());
      case SequenceNode sequence -> {
        text.append('[');
        sequence.getValue().forEach(item -> append(text, item));
        text.append(']');
      }
      case MappingNode mapping -> {
        text.append('{');
        for (NodeTuple tuple : mapping.getValue()) {
          append(text, tuple.getKeyNode());
          append(text, tuple.getValueNode());
        }
        text.append('}');
      }
      default -> text.append(node.getNodeId());
    }
  }
}
