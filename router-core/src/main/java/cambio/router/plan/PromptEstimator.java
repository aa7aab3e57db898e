package cambio.router.plan;

import cambio.router.catalog.Model;
import cambio.spi.request.ContentPart;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.Modality;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.Tool;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Estimates a prompt's tokens without a tokenizer: UTF-8 bytes by four, and a few tokens a message
 * for the template.
 *
 * <p>Where that does not decide whether a prompt fits, a {@link PromptMeasure} counts.
 *
 * <p>English prose has 4 to 5 bytes a token, code 3 to 4, Chinese about 3, so the estimate is
 * within about a quarter of the true count for these; runs of blanks or digits can be further off.
 * The bound is what no byte-level tokenizer exceeds: one token a byte, plus the template. Images,
 * films and files count with flat figures that are typical of providers, and are not covered by the
 * bound; sound counts by its length ({@link SoundTokens}).
 */
final class PromptEstimator {

  private static final int BYTES_PER_TOKEN = 4;
  private static final int TOKENS_PER_MESSAGE = 4;
  private static final int TEMPLATE_BOUND_PER_MESSAGE = 16;
  private static final int TOKENS_PER_IMAGE = 1_000;
  private static final int TOKENS_PER_OTHER_MEDIA = 2_000;

  private final Set<Modality> modalities = EnumSet.noneOf(Modality.class);
  private long bytes;
  private long mediaTokens;
  private long tokens;
  private SoundTokens sound = SoundTokens.NONE;
  private int images;
  private @Nullable List<String> texts;

  private PromptEstimator() {}

  static RequestTraits traits(GenerationRequest request) {
    PromptEstimator estimator = new PromptEstimator();
    estimator.add(request);
    Set<Modality> outputs = EnumSet.noneOf(Modality.class);
    outputs.addAll(request.output().modalities());
    int messages = request.messages().size();
    return new RequestTraits(
        Model.Kind.CHAT,
        request.parameters(),
        estimator.modalities,
        outputs,
        estimator.size(messages, messages),
        request.output().maxTokens(),
        request.output().choices(),
        request.labels().serviceTier(),
        PromptMeasure.NONE);
  }

  /** The texts that were estimated, and the estimate of all else. */
  static PromptParts parts(GenerationRequest request) {
    PromptEstimator estimator = new PromptEstimator();
    List<String> kept = new ArrayList<>();
    estimator.texts = kept;
    estimator.add(request);
    long others =
        estimator.mediaTokens
            + estimator.sound.likely()
            + (long) request.messages().size() * TOKENS_PER_MESSAGE;
    return new PromptParts(kept, estimator.bytes, clamp(others));
  }

  static RequestTraits traits(EmbeddingRequest request) {
    PromptEstimator estimator = new PromptEstimator();
    request.inputs().forEach(estimator::addText);
    request.tokens().forEach(estimator::addTokens);
    return new RequestTraits(
        Model.Kind.EMBEDDING,
        request.parameters(),
        estimator.modalities,
        Set.of(),
        estimator.size(0, request.count()),
        null,
        1,
        null,
        PromptMeasure.NONE);
  }

  /** The length of a text in UTF-8; an unpaired surrogate counts as the three bytes it becomes. */
  static long utf8Length(String text) {
    long length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800) {
        // A surrogate pair is four bytes in two chars: one more for each half.
        length += Character.isSurrogate(c) ? 1 : 2;
      } else if (c >= 0x80) {
        length++;
      }
    }
    return length;
  }

  private void add(GenerationRequest request) {
    request.messages().forEach(this::add);
    request.tools().tools().forEach(this::add);
    if (request.output().format() instanceof OutputFormat.JsonSchema schema
        && schema.schemaJson() != null) {
      addText(schema.schemaJson());
    }
  }

  private void add(Message message) {
    message.content().forEach(this::add);
  }

  private void add(ContentPart part) {
    switch (part) {
      case ContentPart.Text text -> addText(text.text());
      case ContentPart.Image image -> {
        images++;
        addMedia(Modality.IMAGE, TOKENS_PER_IMAGE);
      }
      case ContentPart.Audio audio -> {
        modalities.add(Modality.AUDIO);
        sound = sound.plus(SoundTokens.of(audio));
      }
      case ContentPart.Video video -> addMedia(Modality.VIDEO, TOKENS_PER_OTHER_MEDIA);
      case ContentPart.File file -> addMedia(Modality.FILE, TOKENS_PER_OTHER_MEDIA);
      case ContentPart.Reasoning reasoning -> addText(reasoning.text());
      case ContentPart.Refusal refusal -> addText(refusal.text());
      case ContentPart.ToolCall call -> {
        addText(call.name());
        addText(call.arguments());
      }
      case ContentPart.Opaque opaque -> addText(opaque.json());
    }
  }

  private void add(Tool tool) {
    switch (tool) {
      case Tool.Function function -> {
        addText(function.name());
        if (function.description() != null) {
          addText(function.description());
        }
        if (function.parametersJson() != null) {
          addText(function.parametersJson());
        }
      }
      case Tool.Opaque opaque -> addText(opaque.json());
    }
  }

  private void addText(String text) {
    modalities.add(Modality.TEXT);
    bytes += utf8Length(text);
    if (texts != null) {
      texts.add(text);
    }
  }

  private void addTokens(List<Integer> ids) {
    modalities.add(Modality.TEXT);
    tokens += ids.size();
  }

  private void addMedia(Modality modality, int tokens) {
    modalities.add(modality);
    mediaTokens += tokens;
  }

  private PromptSize size(int messages, int bounded) {
    long text = (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    long others = tokens + mediaTokens;
    return new PromptSize(
        clamp(text + others + sound.likely() + (long) messages * TOKENS_PER_MESSAGE),
        clamp(bytes + others + sound.most() + (long) bounded * TEMPLATE_BOUND_PER_MESSAGE),
        clamp(sound.likely()),
        clamp(sound.most()),
        images);
  }

  private static int clamp(long tokens) {
    return (int) Math.min(tokens, Integer.MAX_VALUE);
  }
}
