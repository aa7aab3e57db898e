package cambio.server.surface.grpc;

import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.MediaSource;
import cambio.v1.AudioPart;
import cambio.v1.FilePart;
import cambio.v1.ImageDetail;
import cambio.v1.ImagePart;
import cambio.v1.VideoPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads pieces of content. */
final class ContentReader {

  private final Violations violations;
  private final OpaqueReader opaques;
  private final MediaReader media;

  ContentReader(Violations violations, OpaqueReader opaques) {
    this.violations = violations;
    this.opaques = opaques;
    this.media = new MediaReader(violations);
  }

  /** All pieces of a message; those that are wrong are noted and left out. */
  List<ContentPart> parts(String field, List<cambio.v1.ContentPart> parts) {
    List<ContentPart> read = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      ContentPart part = part(field + "[" + i + "]", parts.get(i));
      if (part != null) {
        read.add(part);
      }
    }
    return read;
  }

  /** The mark for the provider's cache, or null. */
  @Nullable CacheHint cache(boolean present, String field, cambio.v1.CacheHint hint) {
    return present
        ? new CacheHint(violations.duration(hint.hasTtl(), field + ".cache.ttl", hint.getTtl()))
        : null;
  }

  private @Nullable ContentPart part(String field, cambio.v1.ContentPart part) {
    CacheHint cache = cache(part.hasCache(), field, part.getCache());
    return switch (part.getPartCase()) {
      case TEXT -> new ContentPart.Text(part.getText(), cache);
      case IMAGE -> image(field + ".image", part.getImage(), cache);
      case AUDIO -> audio(field + ".audio", part.getAudio(), cache);
      case VIDEO -> new ContentPart.Video(video(field + ".video", part.getVideo()), cache);
      case FILE -> file(field + ".file", part.getFile(), cache);
      case OPAQUE -> opaque(field, part);
      case PART_NOT_SET -> {
        violations.add(field, "empty (expected: one of text, image, audio, video, file, opaque)");
        yield null;
      }
    };
  }

  private ContentPart image(String field, ImagePart image, @Nullable CacheHint cache) {
    MediaSource source =
        switch (image.getSourceCase()) {
          case URL -> media.url(field, image.getUrl());
          case DATA -> media.typedData(field, image.getData(), image.getMediaType());
          case SOURCE_NOT_SET -> media.none(field, "url, data");
        };
    return new ContentPart.Image(source, detail(field, image.getDetail()), cache);
  }

  private @Nullable String detail(String field, ImageDetail detail) {
    return switch (detail) {
      case IMAGE_DETAIL_UNSPECIFIED -> null;
      case IMAGE_DETAIL_AUTO -> "auto";
      case IMAGE_DETAIL_LOW -> "low";
      case IMAGE_DETAIL_HIGH -> "high";
      case UNRECOGNIZED -> {
        violations.add(field + ".detail", "unknown (expected: auto, low or high)");
        yield null;
      }
    };
  }

  private ContentPart audio(String field, AudioPart audio, @Nullable CacheHint cache) {
    MediaSource source =
        switch (audio.getSourceCase()) {
          case DATA -> {
            violations.require(
                !audio.getFormat().isEmpty(),
                field + ".format",
                "empty (expected: the encoding of the data, such as wav or mp3)");
            yield media.data(field, audio.getData(), "");
          }
          case URL -> media.url(field, audio.getUrl());
          case AUDIO_ID -> media.id(field + ".audio_id", audio.getAudioId());
          case SOURCE_NOT_SET -> media.none(field, "data, url, audio_id");
        };
    return new ContentPart.Audio(source, emptyToNull(audio.getFormat()), cache);
  }

  private MediaSource video(String field, VideoPart video) {
    return switch (video.getSourceCase()) {
      case URL -> media.url(field, video.getUrl());
      case DATA -> media.typedData(field, video.getData(), video.getMediaType());
      case SOURCE_NOT_SET -> media.none(field, "url, data");
    };
  }

  private ContentPart file(String field, FilePart file, @Nullable CacheHint cache) {
    MediaSource source =
        switch (file.getSourceCase()) {
          case DATA -> media.typedData(field, file.getData(), file.getMediaType());
          case URL -> media.url(field, file.getUrl());
          case FILE_ID -> media.id(field + ".file_id", file.getFileId());
          case SOURCE_NOT_SET -> media.none(field, "data, url, file_id");
        };
    return new ContentPart.File(source, emptyToNull(file.getFilename()), cache);
  }

  private ContentPart opaque(String field, cambio.v1.ContentPart part) {
    violations.require(
        !part.hasCache(),
        field + ".cache",
        "set on an opaque part (expected: the mark within its json, as its dialect writes it)");
    cambio.v1.Opaque opaque = part.getOpaque();
    return new ContentPart.Opaque(
        opaques.dialect(field + ".opaque.dialect", opaque.getDialect()),
        opaques.json(field + ".opaque", opaque));
  }

  static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
