package cambio.dialect.bedrock;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.Quirks;
import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.wire.Adjustments;
import cambio.wire.CallArguments;
import cambio.wire.JsonWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes content blocks. */
final class BlockWriter {

  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final String CONTENT = "messages.content";

  private final JsonWriter json;
  private final Quirks quirks;
  private final Adjustments adjustments;
  private final HistoryReasoning reasoning;
  private final Set<String> documentNames = new HashSet<>();

  BlockWriter(JsonWriter json, Quirks quirks, Adjustments adjustments) {
    this.json = json;
    this.quirks = quirks;
    this.adjustments = adjustments;
    this.reasoning = new HistoryReasoning(quirks, adjustments);
  }

  void blocks(List<Block> blocks) {
    json.array();
    for (Block block : blocks) {
      switch (block) {
        case Block.Part part -> part(part.part());
        case Block.Result result -> toolResult(result.result());
        case Block.CachePoint point -> cachePoint(point.hint());
      }
    }
    json.end();
  }

  void cachePoint(CacheHint hint) {
    json.object().name("cachePoint").object().member("type", "default");
    Duration ttl = hint.ttl();
    if (ttl != null) {
      boolean wantsLong = ttl.compareTo(SHORT) > 0;
      boolean takesLong = ConverseOption.LONG_CACHE.is(quirks, "true");
      if (wantsLong && !takesLong) {
        adjustments.clamped("cache_control", "The endpoint keeps prompts for 5 minutes.");
      }
      json.member("ttl", wantsLong && takesLong ? "1h" : "5m");
    }
    json.end().end();
  }

  private void part(ContentPart part) {
    switch (part) {
      case ContentPart.Text text -> json.object().member("text", text.text()).end();
      case ContentPart.Refusal refusal -> json.object().member("text", refusal.text()).end();
      case ContentPart.Image image -> {
        media(MediaFormats.Kind.IMAGE, image.source(), null, null);
        if (image.detail() != null && !image.detail().equals("auto")) {
          adjustments.dropped("image_url.detail", "The dialect knows no detail of images.");
        }
      }
      case ContentPart.Audio audio ->
          media(MediaFormats.Kind.AUDIO, audio.source(), audio.format(), null);
      case ContentPart.Video video -> media(MediaFormats.Kind.VIDEO, video.source(), null, null);
      case ContentPart.File file -> file(file);
      case ContentPart.ToolCall call -> toolCall(call);
      case ContentPart.Reasoning earlier -> reasoning.write(json, earlier);
      case ContentPart.Opaque opaque -> json.raw(opaque.json());
    }
  }

  private void file(ContentPart.File file) {
    MediaFormats.Kind kind = MediaFormats.kindOfFile(file.source());
    boolean document = kind == MediaFormats.Kind.DOCUMENT;
    media(kind, file.source(), file.filename(), document ? documentName(file.filename()) : null);
  }

  private void media(
      MediaFormats.Kind kind, MediaSource source, @Nullable String hint, @Nullable String name) {
    json.object().name(kind.block()).object();
    json.member("format", MediaFormats.format(kind, source, hint)).member("name", name);
    json.name("source").object();
    switch (source) {
      case MediaSource.Base64 data -> json.member("bytes", data.base64());
      case MediaSource.Url url -> {
        if (!url.url().startsWith("s3://")) {
          throw new FailureException(
              Failure.invalid(
                  CONTENT,
                  "This endpoint fetches no links but s3:// ones: send the "
                      + kind.block()
                      + "'s data instead."));
        }
        json.name("s3Location").object().member("uri", url.url()).end();
      }
      case MediaSource.FileId file ->
          throw new FailureException(
              Failure.invalid(CONTENT, "This endpoint has no uploaded files: send the data."));
    }
    json.end().end().end();
  }

  /** Letters, digits, single spaces, hyphens and brackets; each name once in a request. */
  private String documentName(@Nullable String filename) {
    String bare = filename == null ? "" : filename.replaceFirst("\\.[A-Za-z0-9]{1,5}$", "");
    String legal = bare.replaceAll("[^A-Za-z0-9 ()\\[\\]-]", "-").replaceAll(" {2,}", " ").strip();
    String base = legal.isEmpty() ? "Document" : legal.substring(0, Math.min(190, legal.length()));
    String name = base;
    for (int i = 2; !documentNames.add(name); i++) {
      name = base + " (" + i + ")";
    }
    return name;
  }

  private void toolCall(ContentPart.ToolCall call) {
    json.object().name("toolUse").object();
    json.member("toolUseId", toolId(call.id())).member("name", call.name());
    json.rawMember("input", CallArguments.object(call.arguments(), adjustments)).end().end();
  }

  private void toolResult(Message.ToolResult result) {
    json.object().name("toolResult").object();
    json.member("toolUseId", toolId(result.toolCallId())).name("content").array();
    for (ContentPart part : result.content()) {
      boolean blank = part instanceof ContentPart.Text text && text.text().isEmpty();
      boolean foreign =
          part instanceof ContentPart.Opaque opaque && !Conversation.own(opaque, adjustments);
      if (!blank && !foreign) {
        part(part);
      }
    }
    json.end();
    if (result.error()) {
      json.member("status", "error");
    }
    json.end().end();
  }

  /** The provider takes letters, digits, {@code _ . : -}; other dialects' ids may have more. */
  private static String toolId(String id) {
    return id.replaceAll("[^A-Za-z0-9_.:-]", "_");
  }
}
