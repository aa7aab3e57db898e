package cambio.dialect.anthropic;

import cambio.spi.event.SourceFrame;
import cambio.wire.ErrorBody;
import cambio.wire.Frame;
import cambio.wire.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one frame of a stream says, before it is acted upon. Used again for every frame. */
final class StreamEvent {

  private final List<SourceFrame.Patch> patches = new ArrayList<>(2);
  private final BlockDelta delta = new BlockDelta();
  private String type = "";
  private int index;
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable ContentBlock block;
  private @Nullable ErrorBody error;

  /**
   * Reads a frame.
   *
   * @param usage takes the counts
   */
  void read(Frame frame, UsageCounts usage) throws IOException {
    clear();
    try (JsonReader json = frame.json()) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "type" -> type = orEmpty(json.string());
          case "index" -> index = json.integer(-1);
          case "message" -> message(json, usage);
          case "content_block" -> {
            int start = json.start();
            int end = json.end();
            block = ContentBlock.read(frame.bytes(), frame.offset() + start, end - start);
          }
          case "delta" -> delta.read(json);
          case "usage" -> usage.read(json);
          case "error" -> error = json.isNull() ? null : ErrorBody.of(json);
          default -> json.skip();
        }
      }
      json.requireEnd();
    }
    if (type.isEmpty()) {
      type = frame.event();
    }
  }

  String type() {
    return type;
  }

  /** The block's index; -1 where the frame has none that makes sense. */
  int index() {
    return index;
  }

  @Nullable String id() {
    return id;
  }

  @Nullable String model() {
    return model;
  }

  @Nullable ContentBlock block() {
    return block;
  }

  BlockDelta delta() {
    return delta;
  }

  @Nullable ErrorBody error() {
    return error;
  }

  /** The frame with the places of the answer's id and model. */
  SourceFrame source(Frame frame) {
    return new SourceFrame(
        MessagesAdapter.DIALECT, frame.bytes(), frame.offset(), frame.length(), patches);
  }

  private void message(JsonReader json, UsageCounts usage) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "id" -> {
          int start = json.start();
          id = json.string();
          patch(SourceFrame.Member.ID, start, json, id);
        }
        case "model" -> {
          int start = json.start();
          model = json.string();
          patch(SourceFrame.Member.MODEL, start, json, model);
        }
        case "usage" -> usage.read(json);
        default -> json.skip();
      }
    }
  }

  private void patch(SourceFrame.Member member, int start, JsonReader json, @Nullable String value)
      throws IOException {
    int end = json.end();
    if (value != null) {
      patches.removeIf(patch -> patch.member() == member);
      patches.add(new SourceFrame.Patch(member, start, end));
    }
  }

  private void clear() {
    patches.clear();
    delta.clear();
    type = "";
    index = -1;
    id = null;
    model = null;
    block = null;
    error = null;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
