package cambio.server.surface.grpc;

import cambio.v1.AudioPart;
import cambio.v1.Choice;
import cambio.v1.ContentPart;
import cambio.v1.FilterReport;
import cambio.v1.ImagePart;
import cambio.v1.MediaDelta;
import cambio.v1.Message;
import cambio.v1.Modality;
import cambio.v1.ReasoningDelta;
import cambio.v1.ReasoningDetail;
import cambio.v1.Role;
import cambio.v1.StreamCompleteResponse;
import cambio.v1.ToolCall;
import cambio.v1.ToolCallDelta;
import cambio.v1.VideoPart;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts the events of an answer together to whole choices. Not safe for several threads. */
final class AnswerAssembler {

  /** One choice as it grows. */
  private static final class Growing {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final SortedMap<Integer, GrowingCall> calls = new TreeMap<>();
    private final SortedMap<Integer, GrowingReasoning> reasoning = new TreeMap<>();
    private final SortedMap<Integer, GrowingMedia> media = new TreeMap<>();
    private final Choice.Builder choice = Choice.newBuilder();
    private final Message.Builder message = Message.newBuilder().setRole(Role.ROLE_ASSISTANT);
  }

  private static final class GrowingCall {
    private final ToolCall.Builder call = ToolCall.newBuilder();
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
  }

  private static final class GrowingReasoning {
    private final ReasoningDetail.Builder detail = ReasoningDetail.newBuilder();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private ReasoningDelta.DeltaCase kind = ReasoningDelta.DeltaCase.TEXT;
  }

  private static final class GrowingMedia {
    private final MediaDelta.Builder known = MediaDelta.newBuilder();
    private final StringBuilder transcript = new StringBuilder();
    private final ByteString.Output data = ByteString.newOutput();
  }

  private final SortedMap<Integer, Growing> choices = new TreeMap<>();
  private final List<FilterReport> filters = new ArrayList<>(0);

  /** Takes the next event. Events that belong to no choice are left out. */
  void add(StreamCompleteResponse event) {
    switch (event.getEventCase()) {
      case CONTENT_DELTA ->
          of(event.getContentDelta().getChoice()).text.append(event.getContentDelta().getText());
      case REFUSAL_DELTA ->
          of(event.getRefusalDelta().getChoice()).refusal.append(event.getRefusalDelta().getText());
      case REASONING_DELTA -> reasoning(event.getReasoningDelta());
      case TOOL_CALL_DELTA -> toolCall(event.getToolCallDelta());
      case ANNOTATION ->
          of(event.getAnnotation().getChoice())
              .message
              .addAnnotations(event.getAnnotation().getAnnotation());
      case LOGPROBS ->
          of(event.getLogprobs().getChoice())
              .choice
              .getLogprobsBuilder()
              .mergeFrom(event.getLogprobs().getLogprobs());
      case MEDIA_DELTA -> media(event.getMediaDelta());
      case FINISHED ->
          of(event.getFinished().getChoice())
              .choice
              .setFinishReason(event.getFinished().getFinishReason())
              .setNativeFinishReason(event.getFinished().getNativeFinishReason());
      case FILTER -> filters.add(event.getFilter());
      case STARTED, USAGE, ERROR, KEEP_ALIVE, OPAQUE, REPORT, EVENT_NOT_SET -> {}
    }
  }

  /** What the provider's content filter found, in the order of its reports. */
  List<FilterReport> filters() {
    return List.copyOf(filters);
  }

  /** The choices, by index. */
  List<Choice> choices() {
    return choices.entrySet().stream()
        .map(entry -> whole(entry.getValue()).setIndex(entry.getKey()).build())
        .toList();
  }

  private Growing of(int choice) {
    return choices.computeIfAbsent(choice, index -> new Growing());
  }

  private void reasoning(ReasoningDelta delta) {
    GrowingReasoning block =
        of(delta.getChoice())
            .reasoning
            .computeIfAbsent(delta.getIndex(), index -> new GrowingReasoning());
    String text =
        switch (delta.getDeltaCase()) {
          case TEXT -> delta.getText();
          case SUMMARY -> delta.getSummary();
          case ENCRYPTED -> delta.getEncrypted();
          case DELTA_NOT_SET -> "";
        };
    if (!text.isEmpty() || block.text.isEmpty()) {
      block.kind = delta.getDeltaCase();
    }
    block.text.append(text);
    block.signature.append(delta.getSignature());
    if (!delta.getId().isEmpty()) {
      block.detail.setId(delta.getId());
    }
    if (!delta.getFormat().isEmpty()) {
      block.detail.setFormat(delta.getFormat());
    }
  }

  private void toolCall(ToolCallDelta delta) {
    GrowingCall call =
        of(delta.getChoice()).calls.computeIfAbsent(delta.getIndex(), index -> new GrowingCall());
    if (!delta.getId().isEmpty()) {
      call.call.setId(delta.getId());
    }
    call.name.append(delta.getName());
    call.arguments.append(delta.getArgumentsJson());
    call.signature.append(delta.getSignature());
    if (delta.hasOpaque()) {
      call.call.setOpaque(delta.getOpaque());
    }
  }

  private void media(MediaDelta delta) {
    GrowingMedia media =
        of(delta.getChoice()).media.computeIfAbsent(delta.getIndex(), index -> new GrowingMedia());
    delta.getData().forEach(media.data::write);
    media.transcript.append(delta.getTranscript());
    media.known.mergeFrom(delta.toBuilder().clearData().clearTranscript().build());
  }

  private static Choice.Builder whole(Growing growing) {
    Message.Builder message = growing.message;
    if (!growing.text.isEmpty()) {
      message.addContent(ContentPart.newBuilder().setText(growing.text.toString()));
    }
    growing.media.values().forEach(media -> message.addContent(part(media)));
    growing.calls.values().forEach(call -> message.addToolCalls(call(call)));
    growing.reasoning.forEach((index, block) -> message.addReasoningDetails(detail(index, block)));
    message.setRefusal(growing.refusal.toString());
    return growing.choice.setMessage(message);
  }

  private static ToolCall call(GrowingCall growing) {
    if (!growing.call.hasOpaque()) {
      growing
          .call
          .getFunctionBuilder()
          .setName(growing.name.toString())
          .setArgumentsJson(growing.arguments.toString());
    }
    return growing.call.setSignature(growing.signature.toString()).build();
  }

  private static ReasoningDetail detail(int index, GrowingReasoning growing) {
    ReasoningDetail.Builder detail = growing.detail.setIndex(index);
    String text = growing.text.toString();
    switch (growing.kind) {
      case TEXT, DELTA_NOT_SET -> detail.setText(text);
      case SUMMARY -> detail.setSummary(text);
      case ENCRYPTED -> detail.setEncrypted(text);
    }
    return detail.setSignature(growing.signature.toString()).build();
  }

  private static ContentPart part(GrowingMedia growing) {
    MediaDelta known = growing.known.build();
    ByteString data = growing.data.toByteString();
    ContentPart.Builder part = ContentPart.newBuilder();
    if (known.getModality() == Modality.MODALITY_AUDIO) {
      part.setAudio(audio(growing, known, data));
    } else if (known.getModality() == Modality.MODALITY_VIDEO) {
      VideoPart.Builder video = part.getVideoBuilder().setMediaType(known.getMediaType());
      Object unused = known.getUrl().isEmpty() ? video.setData(data) : video.setUrl(known.getUrl());
    } else {
      ImagePart.Builder image = part.getImageBuilder().setMediaType(known.getMediaType());
      Object unused = known.getUrl().isEmpty() ? image.setData(data) : image.setUrl(known.getUrl());
    }
    return part.build();
  }

  private static AudioPart.Builder audio(GrowingMedia growing, MediaDelta known, ByteString data) {
    AudioPart.Builder audio = AudioPart.newBuilder().setTranscript(growing.transcript.toString());
    String type = known.getMediaType();
    audio.setFormat(type.substring(type.indexOf('/') + 1));
    if (!known.getId().isEmpty() && data.isEmpty()) {
      return audio.setAudioId(known.getId());
    }
    return known.getUrl().isEmpty() ? audio.setData(data) : audio.setUrl(known.getUrl());
  }
}
