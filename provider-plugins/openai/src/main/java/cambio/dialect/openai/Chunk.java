package cambio.dialect.openai;

import cambio.spi.event.GenerationEvent;
import cambio.spi.event.Usage;
import cambio.wire.ErrorBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one chunk says; filled anew for every chunk. */
final class Chunk {

  private final List<ChoiceDraft> drafts = new ArrayList<>(1);
  private final List<GenerationEvent> beside = new ArrayList<>(0);
  private int size;
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable Usage usage;
  private @Nullable ErrorBody error;

  void clear() {
    for (int i = 0; i < size; i++) {
      drafts.get(i).clear();
    }
    size = 0;
    id = null;
    model = null;
    usage = null;
    error = null;
    beside.clear();
  }

  /** One more choice, empty. */
  ChoiceDraft addChoice() {
    if (size == drafts.size()) {
      drafts.add(new ChoiceDraft());
    }
    return drafts.get(size++);
  }

  int size() {
    return size;
  }

  ChoiceDraft choice(int i) {
    return drafts.get(i);
  }

  /** What belongs to no choice. */
  List<GenerationEvent> beside() {
    return beside;
  }

  @Nullable String id() {
    return id;
  }

  void id(@Nullable String value) {
    id = value;
  }

  @Nullable String model() {
    return model;
  }

  void model(@Nullable String value) {
    model = value;
  }

  @Nullable Usage usage() {
    return usage;
  }

  void usage(@Nullable Usage value) {
    usage = value == null ? usage : value;
  }

  @Nullable ErrorBody error() {
    return error;
  }

  void error(ErrorBody value) {
    error = value;
  }
}
