package cambio.server.surface.chat;

import cambio.spi.event.MediaDelta;
import cambio.spi.request.Modality;
import cambio.wire.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the media of one choice. Sound can be passed on in pieces; a picture cannot, because
 * this dialect knows it only as a whole URL.
 */
final class MediaPieces {

  private final Map<Integer, Piece> pieces = new LinkedHashMap<>();

  private static final class Piece {
    private Modality modality = Modality.IMAGE;
    private @Nullable String mediaType;
    private @Nullable String url;
    private @Nullable String id;
    private final StringBuilder data = new StringBuilder();
    private final StringBuilder transcript = new StringBuilder();
  }

  void add(MediaDelta delta) {
    Piece piece = pieces.computeIfAbsent(delta.index(), index -> new Piece());
    piece.modality = delta.modality();
    piece.mediaType = delta.mediaType() == null ? piece.mediaType : delta.mediaType();
    piece.url = delta.url() == null ? piece.url : delta.url();
    piece.id = delta.id() == null ? piece.id : delta.id();
    piece.data.append(delta.data());
    if (delta.transcript() != null) {
      piece.transcript.append(delta.transcript());
    }
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  void clear() {
    pieces.clear();
  }

  /** Writes the members {@code images} and {@code audio}, as far as there are any. */
  void write(JsonWriter json) {
    if (pieces.isEmpty()) {
      return;
    }
    if (pieces.values().stream().anyMatch(piece -> piece.modality != Modality.AUDIO)) {
      json.name("images").array();
      pieces.forEach((index, piece) -> {
        if (piece.modality != Modality.AUDIO) {
          image(json, index, piece);
        }
      });
      json.end();
    }
    pieces.values().stream()
        .filter(piece -> piece.modality == Modality.AUDIO)
        .findFirst()
        .ifPresent(piece -> audio(json, piece));
  }

  private static void image(JsonWriter json, int index, Piece piece) {
    String type = piece.mediaType == null ? "image/png" : piece.mediaType;
    String url = piece.url == null ? "data:" + type + ";base64," + piece.data : piece.url;
    json.object().member("type", "image_url").name("image_url");
    json.object().member("url", url).end();
    json.member("index", index).end();
  }

  private static void audio(JsonWriter json, Piece piece) {
    json.name("audio").object();
    json.member("id", piece.id == null ? "" : piece.id)
        .member("data", piece.data.toString())
        .member("transcript", piece.transcript.toString())
        .member("expires_at", 0L)
        .end();
  }

  /** Writes one piece of sound as the {@code audio} member of a delta. */
  static void writeAudio(JsonWriter json, MediaDelta delta) {
    json.name("audio").object().member("id", delta.id());
    if (!delta.data().isEmpty()) {
      json.member("data", delta.data());
    }
    json.member("transcript", delta.transcript()).end();
  }
}
