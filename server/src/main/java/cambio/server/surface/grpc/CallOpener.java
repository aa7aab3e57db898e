package cambio.server.surface.grpc;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.plan.Principal;
import cambio.server.execution.CallContext;
import cambio.server.execution.GenerationCall;
import cambio.server.idempotency.IdempotencyKey;
import cambio.server.idempotency.KeyedCall;
import cambio.server.surface.IdempotencyHeader;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.GenerationRequest;
import cambio.v1.EmbedRequest;
import cambio.v1.GenerationSpec;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.linecorp.armeria.common.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a call for the engine of a specification, its headers and its caller. */
final class CallOpener {

  /** As generation records name it. */
  private static final String SURFACE = "grpc";

  private static final String KEY_FIELD = "idempotency_key";

  private final GrpcPorts ports;
  private final GrpcLimits limits;

  CallOpener(GrpcPorts ports, GrpcLimits limits) {
    this.ports = ports;
    this.limits = limits;
  }

  /**
   * Opens a call.
   *
   * @throws InvalidMessage where the specification is wrong
   * @throws cambio.spi.FailureException where it names what does not exist
   */
  OpenCall open(GenerationSpec spec, CallScope scope, HttpHeaders headers, boolean stream) {
    CatalogSnapshot catalog = ports.catalog().get();
    ReadSpec read = SpecReader.read(spec, catalog, stream);
    Principal principal = onBehalfOf(read.user(), scope.principal());
    Duration limit = limit(read.delivery().timeout(), headers);
    CallContext context = context(scope, principal, limit, headers, read.app(), read.sessionId());
    GenerationCall call =
        new GenerationCall(
            withUser(read.request(), principal, read.user()),
            read.route(),
            read.delivery().delivery(),
            context);
    ReportWriter reports = new ReportWriter(new PlanWriter(catalog), scope, read);
    KeyedCall keyed =
        keyed(
            scope, spec.getIdempotencyKey(), headers, stream ? "grpc/stream" : "grpc/whole", spec);
    return new OpenCall(scope, read, call, keyed, limit != null, reports);
  }

  /**
   * Opens a call for vectors; see {@link #open(GenerationSpec, CallScope, HttpHeaders, boolean)}.
   */
  OpenCall open(EmbedRequest request, CallScope scope, HttpHeaders headers) {
    CatalogSnapshot catalog = ports.catalog().get();
    EmbedReader.ReadEmbedding read = EmbedReader.read(request, catalog);
    Principal principal = onBehalfOf(read.user(), scope.principal());
    Duration limit = limit(null, headers);
    GenerationCall call =
        GenerationCall.of(
            read.withUser(
                read.user() == null ? null : EndUser.hash(principal.organization(), read.user())),
            read.route(),
            context(scope, principal, limit, headers, null, null));
    ReadSpec spec =
        new ReadSpec(
            call.request(),
            read.route(),
            DeliveryOptions.NONE,
            read.user(),
            null,
            null,
            read.adjustments());
    ReportWriter reports = new ReportWriter(new PlanWriter(catalog), scope, spec);
    KeyedCall keyed = keyed(scope, request.getIdempotencyKey(), headers, "grpc/embed", request);
    return new OpenCall(scope, spec, call, keyed, limit != null, reports);
  }

  /** How the call is known again: by the key in its message, or else in its headers. */
  private @Nullable KeyedCall keyed(
      CallScope scope, String named, HttpHeaders headers, String door, MessageLite message) {
    IdempotencyKey header = IdempotencyHeader.read(headers);
    IdempotencyKey key = named.isEmpty() ? header : new IdempotencyKey(named, KEY_FIELD);
    if (key == null) {
      return null;
    }
    if (header != null && !header.text().equals(key.text())) {
      throw new FailureException(
          Failure.invalid(
              KEY_FIELD,
              KEY_FIELD + ": not the one of the header Idempotency-Key (expected: one key)"));
    }
    return ports
        .idempotency()
        .fingerprints()
        .of(scope.principal(), key, door, deterministic(message));
  }

  /** Maps have an order that is no part of a message, and transcoding may change it. */
  private static byte[] deterministic(MessageLite message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return bytes;
  }

  private static Principal onBehalfOf(@Nullable String user, Principal principal) {
    return user == null ? principal : principal.onBehalfOf(user);
  }

  private CallContext context(
      CallScope scope,
      Principal principal,
      @Nullable Duration limit,
      HttpHeaders headers,
      @Nullable String app,
      @Nullable String session) {
    CallContext context =
        new CallContext(
            scope.requestId(),
            ports.generationIds().get(),
            SURFACE,
            principal,
            ports.clock().instant(),
            limit == null ? limits.timeout() : limit,
            headers.get("traceparent"),
            app != null ? app : app(headers),
            session);
    scope.trailers().put(CallScope.GENERATION_ID, context.generationId());
    return context;
  }

  private static GenerationRequest withUser(
      GenerationRequest request, Principal principal, @Nullable String user) {
    if (user == null) {
      return request;
    }
    String hash = EndUser.hash(principal.organization(), user);
    return request.withLabels(new CallerLabels(hash, Map.of(), request.labels().serviceTier()));
  }

  /** The earlier of the caller's own limit and its gRPC deadline; null where there is none. */
  private static @Nullable Duration limit(@Nullable Duration asked, HttpHeaders headers) {
    Duration deadline = GrpcTimeout.parse(headers.get("grpc-timeout"));
    if (asked == null || deadline == null) {
      return asked == null ? deadline : asked;
    }
    return asked.compareTo(deadline) < 0 ? asked : deadline;
  }

  private static @Nullable String app(HttpHeaders headers) {
    String title = headers.get("x-title");
    return title != null ? title : headers.get("http-referer");
  }
}
