package cambio.server.surface;

import cambio.router.plan.Principal;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.CallContext;
import cambio.server.execution.CallFailure;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.GenerationEngine.RunningCall;
import cambio.server.execution.ResponseCacheOptions;
import cambio.server.idempotency.IdempotencyKey;
import cambio.server.idempotency.KeyedCall;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import com.linecorp.armeria.common.CancellationException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseCompleteException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves a call that is made by posting JSON: reads the body, hands the call to the engine and
 * cancels it when the caller goes away. All of it runs on the caller's event loop; only large
 * bodies are read elsewhere.
 *
 * @param <R> what the door makes of a body
 */
public abstract class CallHandler<R> implements DoorService.Handler {

  private static final int LARGE_BODY = 1024 * 1024;

  private final DoorContext context;
  private final ErrorResponses errors;
  private final KeyedResponses keyedResponses;

  /** A handler that answers failures so. */
  protected CallHandler(DoorContext context, ErrorResponses errors) {
    this.context = context;
    this.errors = errors;
    this.keyedResponses = new KeyedResponses(context.idempotency(), errors);
  }

  /**
   * Reads a body, possibly on another thread.
   *
   * @throws FailureException where it is no legal request
   */
  protected abstract R read(byte[] body);

  /** The call for the engine. */
  protected abstract GenerationCall call(R request, Principal principal, CallerHeaders caller);

  /** Where the engine's answer goes; it completes {@code answer} when the response begins. */
  protected abstract AnswerSink sink(
      R request,
      GenerationCall call,
      CallerHeaders caller,
      EventLoop loop,
      CompletableFuture<HttpResponse> answer);

  /** The surroundings of a call that came through this door now. */
  protected final CallContext contextOf(
      String surface,
      @Nullable String user,
      Principal principal,
      CallerHeaders caller,
      @Nullable String session) {
    return new CallContext(
        caller.requestId(),
        context.ids().generation(),
        surface,
        user == null ? principal : principal.onBehalfOf(user),
        context.clock().instant(),
        context.timeout(),
        caller.traceparent(),
        caller.app(),
        session != null ? session : caller.sessionId());
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
    ResponseCacheOptions cache = ResponseCacheHeaders.read(request.headers());
    IdempotencyKey key = IdempotencyHeader.read(request.headers());
    // A body that trickles in must not hold its connection for ever.
    ctx.setRequestTimeout(TimeoutMode.SET_FROM_NOW, context.timeout());
    EventLoop loop = ctx.eventLoop().withoutContext();
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    HttpResponse response = HttpResponse.of(answer);
    Caller from = new Caller(principal, caller, cache, key, loop);
    context
        .bodies()
        .read(request, loop)
        .whenComplete((body, broken) -> {
          if (body == null) {
            begin(ctx, null, broken, from, response, answer);
          } else if (body.bytes().length < LARGE_BODY) {
            read(
                ctx,
                body,
                from,
                (asked, unread) -> begin(ctx, asked, unread, from, response, answer));
          } else {
            context
                .background()
                .execute(() ->
                    read(
                        ctx,
                        body,
                        from,
                        (asked, unread) ->
                            loop.execute(() -> begin(ctx, asked, unread, from, response, answer))));
          }
        });
    return response;
  }

  private void read(
      ServiceRequestContext ctx,
      RequestBodies.Body body,
      Caller caller,
      BiConsumer<@Nullable Asked<R>, @Nullable Throwable> then) {
    Asked<R> asked = null;
    Throwable unread = null;
    try (body) {
      IdempotencyKey key = caller.key();
      asked =
          new Asked<>(
              read(body.bytes()),
              key == null
                  ? null
                  : context
                      .idempotency()
                      .fingerprints()
                      .of(caller.principal(), key, ctx.path(), body.bytes()));
    } catch (RuntimeException | Error e) {
      unread = e;
    }
    then.accept(asked, unread);
  }

  private void begin(
      ServiceRequestContext ctx,
      @Nullable Asked<R> asked,
      @Nullable Throwable unread,
      Caller caller,
      HttpResponse response,
      CompletableFuture<HttpResponse> answer) {
    Throwable failure = unread;
    if (asked != null) {
      try {
        start(ctx, asked, caller, response, answer);
        return;
      } catch (RuntimeException | Error e) {
        // Whatever it was: without an answer the caller would wait for ever.
        failure = e;
      }
    }
    answer.complete(errors.of(failureOf(failure, caller.headers()), caller.headers()));
  }

  /**
   * Who calls, with which wish about the cache of answers, under which idempotency key, and on
   * which event loop.
   */
  private record Caller(
      Principal principal,
      CallerHeaders headers,
      @Nullable ResponseCacheOptions cache,
      @Nullable IdempotencyKey key,
      EventLoop loop) {}

  /** What a body asks for, and how it is known again where its caller wants that. */
  private record Asked<R>(R request, @Nullable KeyedCall keyed) {}

  /**
   * Hands the call to the engine.
   *
   * @param response what the caller gets, which is {@code answer} once that is there
   */
  private void start(
      ServiceRequestContext ctx,
      Asked<R> asked,
      Caller caller,
      HttpResponse response,
      CompletableFuture<HttpResponse> answer) {
    // From here on the call's own deadlines hold; a stream may outlast any of the server's.
    ctx.clearRequestTimeout();
    GenerationCall read = call(asked.request(), caller.principal(), caller.headers());
    ResponseCacheOptions cache = caller.cache();
    GenerationCall call = cache == null ? read : read.with(read.delivery().caching(cache));
    KeyedCall keyed = asked.keyed();
    if (keyed == null) {
      RunningCall running = run(asked.request(), call, caller, answer);
      if (running != null) {
        cancelWithCaller(ctx, response, running);
      }
    } else {
      keyedResponses.answer(
          keyed,
          call,
          caller.headers(),
          caller.loop(),
          answer,
          made -> run(asked.request(), call, caller, made));
    }
  }

  /** The call under way; null where it has failed at once, which is then the answer. */
  private @Nullable RunningCall run(
      R asked, GenerationCall call, Caller caller, CompletableFuture<HttpResponse> answer) {
    AnswerSink sink = sink(asked, call, caller.headers(), caller.loop(), answer);
    try {
      return context.engine().start(call, sink);
    } catch (RuntimeException e) {
      Failure failure = DoorService.unexpected(e, caller.headers());
      sink.failed(new CallFailure(failure, false, List.of(), null, null));
      return null;
    }
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
