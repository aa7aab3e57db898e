package cambio.server.surface.grpc;

import cambio.server.tenant.Administrator;
import cambio.server.tenant.FieldRules;
import cambio.server.tenant.KeyAdmin;
import cambio.server.tenant.KeyDraft;
import cambio.server.tenant.KeyQuery.Cursor;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.NewKey;
import cambio.server.tenant.StoredKey;
import cambio.v1.ApiKey;
import cambio.v1.CreateKeyRequest;
import cambio.v1.CreateKeyResponse;
import cambio.v1.DeleteKeyRequest;
import cambio.v1.GetCurrentKeyRequest;
import cambio.v1.GetKeyRequest;
import cambio.v1.KeyServiceGrpc;
import cambio.v1.ListKeysRequest;
import cambio.v1.ListKeysResponse;
import cambio.v1.RotateKeyRequest;
import cambio.v1.RotateKeyResponse;
import cambio.v1.UpdateKeyRequest;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@code KeyService}: callers' keys, managed by management keys. */
final class KeyCalls extends KeyServiceGrpc.KeyServiceImplBase {

  private static final int USUAL_PAGE = 100;
  private static final int PAGE_MAX = 1_000;

  private final GrpcPorts ports;

  KeyCalls(GrpcPorts ports) {
    this.ports = ports;
  }

  @Override
  public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> out) {
    administer(
        out,
        (by, writer) -> {
          Violations violations = new Violations();
          KeyDraft draft = new KeyReader(violations, now()).draft(request.getKey());
          violations.throwIfAny();
          NewKey made = keys().create(by, draft);
          return CreateKeyResponse.newBuilder()
              .setKey(writer.key(made.key()))
              .setSecret(made.secret())
              .build();
        });
  }

  @Override
  public void getKey(GetKeyRequest request, StreamObserver<ApiKey> out) {
    administer(out, (by, writer) -> writer.key(keys().find(by, request.getId())));
  }

  @Override
  public void getCurrentKey(GetCurrentKeyRequest request, StreamObserver<ApiKey> out) {
    Replies.replyFrom(
        ports.background(),
        out,
        scope -> {
          StoredKey key = ports.administration().current(scope.principal().keyId());
          if (key == null) {
            throw ModelFinder.notFound(
                "key", "This call was made without a key, which the router is set to allow.");
          }
          return writer().key(key);
        });
  }

  @Override
  public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> out) {
    administer(
        out,
        (by, writer) -> {
          Violations violations = new Violations();
          Integer asked =
              violations.integer(
                  request.getPageSize() != 0, "page_size", request.getPageSize(), 1, PAGE_MAX);
          int size = asked == null ? USUAL_PAGE : asked;
          FieldRules rules = new FieldRules(violations::add);
          String organization = given("organization_id", request.getOrganizationId(), rules);
          String workspace = given("workspace_id", request.getWorkspaceId(), rules);
          String query = "keys " + by + organization + workspace + request.getIncludeDisabled();
          Cursor after = cursor(CursorToken.read(query, request.getPageToken(), violations));
          violations.throwIfAny();
          List<StoredKey> page =
              keys()
                  .list(
                      by,
                      organization,
                      workspace,
                      request.getIncludeDisabled(),
                      after,
                      0,
                      size + 1);
          ListKeysResponse.Builder answer = ListKeysResponse.newBuilder();
          page.stream().limit(size).forEach(key -> answer.addKeys(writer.key(key)));
          if (page.size() > size) {
            answer.setNextPageToken(CursorToken.of(query, text(page.get(size - 1))));
          }
          return answer.build();
        });
  }

  @Override
  public void updateKey(UpdateKeyRequest request, StreamObserver<ApiKey> out) {
    administer(
        out,
        (by, writer) -> {
          Violations violations = new Violations();
          UpdateMask mask =
              UpdateMask.read(request.getUpdateMask(), KeyReader.CHANGEABLE, violations);
          KeyReader reader = new KeyReader(violations, now());
          return writer.key(
              keys()
                  .update(
                      by,
                      request.getKey().getId(),
                      before -> {
                        KeySettings changed = reader.settings(request.getKey(), mask, before);
                        violations.throwIfAny();
                        return changed;
                      }));
        });
  }

  @Override
  public void deleteKey(DeleteKeyRequest request, StreamObserver<Empty> out) {
    administer(
        out,
        (by, writer) -> {
          keys().delete(by, request.getId());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void rotateKey(RotateKeyRequest request, StreamObserver<RotateKeyResponse> out) {
    administer(
        out,
        (by, writer) -> {
          NewKey made = keys().rotate(by, request.getId(), grace(request));
          return RotateKeyResponse.newBuilder()
              .setKey(writer.key(made.key()))
              .setSecret(made.secret())
              .setReplacedId(request.getId())
              .build();
        });
  }

  private static Duration grace(RotateKeyRequest request) {
    long seconds = request.getGracePeriod().getSeconds();
    int nanos = request.getGracePeriod().getNanos();
    Violations violations = new Violations();
    boolean legal =
        seconds >= 0
            && nanos >= 0
            && nanos < 1_000_000_000
            && (seconds < KeyAdmin.GRACE_MAX.toSeconds()
                || seconds == KeyAdmin.GRACE_MAX.toSeconds() && nanos == 0);
    violations.require(legal, "grace_period", seconds + " s (expected: 0 s to 7 days)");
    violations.throwIfAny();
    return Duration.ofSeconds(seconds, nanos);
  }

  private <A> void administer(
      StreamObserver<A> out, BiFunction<Administrator, KeyWriter, A> answer) {
    Replies.replyFrom(
        ports.background(),
        out,
        scope -> answer.apply(Administrator.of(scope.principal()), writer()));
  }

  private KeyAdmin keys() {
    return ports.administration().keys();
  }

  private KeyWriter writer() {
    return new KeyWriter(ports.spend(), ports.held(), now());
  }

  private Instant now() {
    return ports.clock().instant();
  }

  private static @Nullable String given(String field, String id, FieldRules rules) {
    return id.isEmpty() ? null : rules.id(field, id);
  }

  private static String text(StoredKey last) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, last.createdAt()) + " " + last.lineage();
  }

  private static @Nullable Cursor cursor(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    int space = text.indexOf(' ');
    try {
      long micros = Long.parseLong(text.substring(0, Math.max(0, space)));
      return new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), text.substring(space + 1));
    } catch (NumberFormatException | ArithmeticException | java.time.DateTimeException e) {
      throw new InvalidMessage(
          List.of(new Violation("page_token", "not one of ours (expected: next_page_token)")));
    }
  }
}
