package cambio.server.surface.chat;

import cambio.router.plan.Principal;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.CallContext;
import cambio.server.execution.CallFailure;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.GenerationEngine.RunningCall;
import cambio.server.surface.CallerHeaders;
import cambio.server.surface.CallerPresence;
import cambio.server.surface.DoorContext;
import cambio.server.surface.DoorErrorHandler;
import cambio.server.surface.DoorService;
import cambio.server.surface.ErrorResponses;
import cambio.server.surface.RequestBodies;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import com.linecorp.armeria.common.CancellationException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseCompleteException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code POST …/chat/completions}: reads the body, hands the call to the engine and cancels
 * it when the caller goes away. All of it runs on the caller's event loop; only large bodies are
 * read elsewhere.
 */
public final class ChatHandler implements DoorService.Handler {

  private static final int LARGE_BODY = 1024 * 1024;

  private final DoorContext context;
  private final ChatShape shape;
  private final ErrorResponses errors;

  /** A handler whose answers have this shape. */
  public ChatHandler(DoorContext context, ChatShape shape, ErrorResponses errors) {
    this.context = context;
    this.shape = shape;
    this.errors = errors;
  }

  @Override
  public HttpResponse handle(
      ServiceRequestContext ctx, HttpRequest request, Principal principal, CallerHeaders caller) {
    MediaType type = request.contentType();
    if (type != null && !type.isJson()) {
      return errors.ofHttp(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type " + type.nameWithoutParameters() + " (expected: application/json).",
          caller);
    }
    // A body that trickles in must not hold its connection for ever.
    ctx.setRequestTimeout(TimeoutMode.SET_FROM_NOW, context.timeout());
    EventLoop loop = ctx.eventLoop().withoutContext();
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    HttpResponse response = HttpResponse.of(answer);
    Caller from = new Caller(principal, caller, loop);
    context
        .bodies()
        .read(request, loop)
        .whenComplete((body, broken) -> {
          if (body == null) {
            begin(ctx, null, broken, from, response, answer);
          } else if (body.bytes().length < LARGE_BODY) {
            read(body, (chat, unread) -> begin(ctx, chat, unread, from, response, answer));
          } else {
            context
                .background()
                .execute(() ->
                    read(
                        body,
                        (chat, unread) ->
                            loop.execute(() -> begin(ctx, chat, unread, from, response, answer))));
          }
        });
    return response;
  }

  private static void read(
      RequestBodies.Body body, BiConsumer<@Nullable ChatRequest, @Nullable Throwable> then) {
    ChatRequest chat = null;
    Throwable unread = null;
    try (body) {
      chat = ChatRequestReader.read(body.bytes());
    } catch (RuntimeException | Error e) {
      unread = e;
    }
    then.accept(chat, unread);
  }

  private void begin(
      ServiceRequestContext ctx,
      @Nullable ChatRequest chat,
      @Nullable Throwable unread,
      Caller caller,
      HttpResponse response,
      CompletableFuture<HttpResponse> answer) {
    Throwable failure = unread;
    if (chat != null) {
      try {
        start(ctx, chat, caller, response, answer);
        return;
      } catch (RuntimeException | Error e) {
        // Whatever it was: without an answer the caller would wait for ever.
        failure = e;
      }
    }
    answer.complete(errors.of(failureOf(failure, caller.headers()), caller.headers()));
  }

  /** Who calls, and on which event loop. */
  private record Caller(Principal principal, CallerHeaders headers, EventLoop loop) {}

  /**
   * Hands the call to the engine.
   *
   * @param response what the caller gets, which is {@code answer} once that is there
   */
  private void start(
      ServiceRequestContext ctx,
      ChatRequest chat,
      Caller caller,
      HttpResponse response,
      CompletableFuture<HttpResponse> answer) {
    // From here on the call's own deadlines hold; a stream may outlast any of the server's.
    ctx.clearRequestTimeout();
    GenerationCall call = call(chat, caller.principal(), caller.headers());
    AnswerTarget target =
        new AnswerTarget(
            shape, errors, chat.options(), caller.headers(), call.context().generationId());
    AnswerSink sink = sink(chat.request().stream(), target, caller.loop(), answer);
    try {
      RunningCall running = context.engine().start(call, sink);
      cancelWithCaller(ctx, response, running);
    } catch (RuntimeException e) {
      Failure failure = DoorService.unexpected(e, caller.headers());
      sink.failed(new CallFailure(failure, false, List.of(), null, null));
    }
  }

  private static AnswerSink sink(
      boolean stream, AnswerTarget target, EventLoop loop, CompletableFuture<HttpResponse> answer) {
    if (!stream) {
      return new ChatResponseWriter(target, answer, loop);
    }
    HttpResponseWriter writer = HttpResponse.streaming();
    answer.complete(writer);
    return new ChatStreamWriter(target, writer, loop);
  }

  private static void cancelWithCaller(
      ServiceRequestContext ctx, HttpResponse response, RunningCall running) {
    CallerPresence.watch(ctx, running::cancel);
    response
        .whenComplete()
        .whenComplete((done, gone) -> {
          if (gone != null) {
            running.cancel();
          }
        });
  }

  private GenerationCall call(ChatRequest chat, Principal principal, CallerHeaders caller) {
    Instant now = context.clock().instant();
    String session = chat.options().sessionId();
    return new GenerationCall(
        chat.request(),
        chat.route(),
        chat.delivery(),
        new CallContext(
            caller.requestId(),
            context.ids().generation(),
            shape.surface(),
            onBehalfOf(chat.request().labels().user(), principal),
            now,
            context.timeout(),
            caller.traceparent(),
            caller.app(),
            session != null ? session : caller.sessionId()));
  }

  private static Principal onBehalfOf(@Nullable String user, Principal principal) {
    return user == null ? principal : principal.onBehalfOf(user);
  }

  private Failure failureOf(@Nullable Throwable failure, CallerHeaders caller) {
    return switch (failure) {
      case FailureException e -> e.failure();
      case ContentTooLargeException e -> DoorErrorHandler.tooLarge(context.maxBodyBytes());
      // The body broke off: the caller has gone, or has been answered already.
      case ResponseCompleteException e -> gone();
      case ClosedStreamException e -> gone();
      case CancellationException e -> gone();
      case IOException e -> gone();
      case null -> DoorService.unexpected(new IllegalStateException("no body"), caller);
      default -> DoorService.unexpected(failure, caller);
    };
  }

  private static Failure gone() {
    return Failure.of(FailureKind.CANCELLED, "The request's body broke off.");
  }
}
