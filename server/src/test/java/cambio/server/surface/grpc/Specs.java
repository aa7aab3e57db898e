package cambio.server.surface.grpc;

import cambio.v1.CompleteRequest;
import cambio.v1.ContentPart;
import cambio.v1.GenerationSpec;
import cambio.v1.Message;
import cambio.v1.Role;
import cambio.v1.StreamCompleteRequest;

/** Requests of tests. */
final class Specs {

  private Specs() {}

  /** The smallest good one. */
  static GenerationSpec.Builder hello() {
    return GenerationSpec.newBuilder()
        .setModel("acme/large")
        .addMessages(message(Role.ROLE_USER, "Hello"));
  }

  static Message.Builder message(Role role, String text) {
    return Message.newBuilder().setRole(role).addContent(ContentPart.newBuilder().setText(text));
  }

  static CompleteRequest complete(GenerationSpec.Builder spec) {
    return CompleteRequest.newBuilder().setGeneration(spec).build();
  }

  static StreamCompleteRequest stream(GenerationSpec.Builder spec) {
    return StreamCompleteRequest.newBuilder().setGeneration(spec).build();
  }
}
