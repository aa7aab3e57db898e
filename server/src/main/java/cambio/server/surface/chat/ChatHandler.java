package cambio.server.surface.chat;

import cambio.router.plan.Principal;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.GenerationCall;
import cambio.server.surface.CallHandler;
import cambio.server.surface.CallerHeaders;
import cambio.server.surface.DoorContext;
import cambio.server.surface.ErrorResponses;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;

/** Serves {@code POST …/chat/completions}. */
public final class ChatHandler extends CallHandler<ChatRequest> {

  private final ChatShape shape;
  private final ErrorResponses errors;

  /** A handler whose answers have this shape. */
  public ChatHandler(DoorContext context, ChatShape shape, ErrorResponses errors) {
    super(context, errors);
    this.shape = shape;
    this.errors = errors;
  }

  @Override
  protected ChatRequest read(byte[] body) {
    return ChatRequestReader.read(body);
  }

  @Override
  protected GenerationCall call(ChatRequest chat, Principal principal, CallerHeaders caller) {
    return new GenerationCall(
        chat.request(),
        chat.route(),
        chat.delivery(),
        contextOf(
            shape.surface(),
            chat.request().labels().user(),
            principal,
            caller,
            chat.options().sessionId()));
  }

  @Override
  protected AnswerSink sink(
      ChatRequest chat,
      GenerationCall call,
      CallerHeaders caller,
      EventLoop loop,
      CompletableFuture<HttpResponse> answer) {
    AnswerTarget target =
        new AnswerTarget(shape, errors, chat.options(), caller, call.context().generationId());
    if (!chat.request().stream()) {
      return new ChatResponseWriter(target, answer, loop);
    }
    HttpResponseWriter writer = HttpResponse.streaming();
    answer.complete(writer);
    return new ChatStreamWriter(target, writer, loop);
  }
}
