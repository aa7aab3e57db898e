package cambio.server.surface.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cambio.router.money.Money;
import cambio.server.tenant.KeyKind;
import cambio.v1.ApiKey;
import cambio.v1.Budget;
import cambio.v1.CreateKeyRequest;
import cambio.v1.CreateKeyResponse;
import cambio.v1.CreateMemberRequest;
import cambio.v1.CreateOrganizationRequest;
import cambio.v1.CreateWorkspaceRequest;
import cambio.v1.DeleteKeyRequest;
import cambio.v1.DeleteMemberRequest;
import cambio.v1.DeleteWorkspaceRequest;
import cambio.v1.FailureKind;
import cambio.v1.GetCurrentKeyRequest;
import cambio.v1.GetKeyRequest;
import cambio.v1.GetOrganizationRequest;
import cambio.v1.KeyServiceGrpc.KeyServiceBlockingStub;
import cambio.v1.ListKeysRequest;
import cambio.v1.ListKeysResponse;
import cambio.v1.ListMembersRequest;
import cambio.v1.Member;
import cambio.v1.MemberRole;
import cambio.v1.Organization;
import cambio.v1.OrganizationServiceGrpc.OrganizationServiceBlockingStub;
import cambio.v1.RateLimits;
import cambio.v1.ResetInterval;
import cambio.v1.RotateKeyRequest;
import cambio.v1.RotateKeyResponse;
import cambio.v1.TenantRules;
import cambio.v1.UpdateKeyRequest;
import cambio.v1.UpdateMemberRequest;
import cambio.v1.UpdateOrganizationRequest;
import cambio.v1.Workspace;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.linecorp.armeria.common.HttpHeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys and organisations, through the real door into a real database. */
class KeyCallsTest {

  private final GrpcDoor door = new GrpcDoor();

  @SuppressWarnings("NullAway.Init")
  private KeyServiceBlockingStub keys;

  @SuppressWarnings("NullAway.Init")
  private OrganizationServiceBlockingStub organizations;

  @BeforeEach
  void open() {
    String operator = door.tenants.operatorKey().secret();
    keys = stub(KeyServiceBlockingStub.class, operator);
    organizations = stub(OrganizationServiceBlockingStub.class, operator);
  }

  @AfterEach
  void close() {
    door.close();
  }

  private <T> T stub(Class<T> type, String key) {
    return door.builder().setHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + key).build(type);
  }

  private CreateKeyResponse create(Consumer<ApiKey.Builder> with) {
    ApiKey.Builder key = ApiKey.newBuilder().setName("ci");
    with.accept(key);
    return keys.createKey(CreateKeyRequest.newBuilder().setKey(key).build());
  }

  private void refuses(Consumer<ApiKey.Builder> with, String field) {
    Throwable thrown = catchThrowable(() -> create(with));
    assertThat(GrpcDoor.detail(thrown).getKind())
        .isEqualTo(FailureKind.FAILURE_KIND_INVALID_REQUEST);
    assertThat(GrpcDoor.detail(thrown).getField()).isEqualTo(field);
  }

  private int count() {
    return keys.listKeys(ListKeysRequest.newBuilder().setIncludeDisabled(true).build())
        .getKeysCount();
  }

  private static FieldMask mask(String... paths) {
    return FieldMask.newBuilder().addAllPaths(List.of(paths)).build();
  }

  @Test
  void aKeyIsMadeShownOnceAndTellsOfItself() {
    CreateKeyResponse made =
        create(key ->
            key.setLimitUsd("12.50")
                .setLimitReset(ResetInterval.RESET_INTERVAL_DAILY)
                .addAllowedModels("acme/*")
                .setRateLimits(RateLimits.newBuilder().setRequestsPerMinute(60)));
    assertThat(made.getSecret()).matches("sk-cambio-v1-[0-9a-f]{64}");
    assertThat(made.getKey().getId()).isEqualTo(cambio.server.tenant.ApiKey.hash(made.getSecret()));
    assertThat(made.getKey().getLimitUsd()).isEqualTo("12.5");
    assertThat(made.getKey().getLimitRemainingUsd()).isEqualTo("12.5");
    assertThat(made.getKey().getSpend().getTotalUsd()).isEqualTo("0");
    assertThat(made.getKey().getIncludeOwnCredentialsInLimit()).isTrue();
    ApiKey current =
        stub(KeyServiceBlockingStub.class, made.getSecret())
            .getCurrentKey(GetCurrentKeyRequest.getDefaultInstance());
    assertThat(current).isEqualTo(made.getKey());
    assertThat(keys.getKey(GetKeyRequest.newBuilder().setId(current.getId()).build()))
        .isEqualTo(current);
  }

  @Test
  void whatIsHeldOfItsOwnLimitIsTold() {
    door.held = CompletableFuture.completedFuture(Money.parse("2.5"));
    ApiKey limited = create(key -> key.setLimitUsd("12.50")).getKey();
    assertThat(limited.getSpend().getReservedUsd()).isEqualTo("2.5");
    assertThat(create(key -> {}).getKey().getSpend().getReservedUsd()).isEmpty();
    door.held = CompletableFuture.failedFuture(new IllegalStateException("the store is away"));
    assertThat(keys.getKey(GetKeyRequest.newBuilder().setId(limited.getId()).build()))
        .satisfies(key -> assertThat(key.getSpend().getReservedUsd()).isEmpty())
        .satisfies(key -> assertThat(key.getSpend().getTotalUsd()).isEqualTo("0"));
  }

  @Test
  void badValuesAreRefusedByNameAndNothingIsMade() {
    int before = count();
    refuses(key -> key.setName(""), "key.name");
    refuses(key -> key.setName(" "), "key.name");
    refuses(key -> key.setName("x".repeat(101)), "key.name");
    refuses(key -> key.setName("a\u0000b"), "key.name");
    refuses(key -> key.setLimitUsd("-1"), "key.limit_usd");
    refuses(key -> key.setLimitUsd("0.0000000000000001"), "key.limit_usd");
    refuses(key -> key.setLimitUsd("1e400000000"), "key.limit_usd");
    refuses(key -> key.setLimitUsd("9223372037"), "key.limit_usd");
    refuses(key -> key.setLimitUsd("NaN"), "key.limit_usd");
    refuses(key -> key.setExpireTime(Timestamp.newBuilder().setSeconds(1)), "key.expire_time");
    refuses(
        key -> key.setExpireTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)),
        "key.expire_time");
    refuses(
        key -> key.setRateLimits(RateLimits.newBuilder().setRequestsPerMinute(-1)),
        "key.rate_limits.requests_per_minute");
    refuses(
        key -> key.setRateLimits(RateLimits.newBuilder().setTokensPerMinute(Long.MAX_VALUE)),
        "key.rate_limits.tokens_per_minute");
    refuses(key -> key.addAllowedModels(""), "key.allowed_models[0]");
    refuses(key -> key.setKindValue(99), "key.kind");
    refuses(key -> key.setLimitResetValue(99), "key.limit_reset");
    refuses(key -> key.setDefaultPreset("mine"), "key.default_preset");
    refuses(key -> key.setExternalUser("x".repeat(257)), "key.external_user");
    refuses(key -> key.setWorkspaceId("../other"), "key.workspace_id");
    assertThat(count()).isEqualTo(before);
  }

  private static final List<String> INJECTIONS =
      List.of(
          "'; drop table api_key; --",
          "\" or \"\"=\"",
          "redis.call('FLUSHALL')",
          "a\r\nSet-Cookie: x",
          "a\u0000b",
          "../../etc/passwd",
          "{{7*7}}",
          "${7*7}",
          "%00%0d%0a",
          "\ud83d\udca9\u202e");

  @Test
  void injectionsAreTextOrRefusedAndNeverAFault() {
    INJECTIONS.forEach(this::isTextOrRefused);
    assertThat(count()).isPositive();
  }

  private void isTextOrRefused(String text) {
    List<Runnable> calls =
        List.of(
            () -> create(key -> key.setName(text)),
            () -> create(key -> key.setExternalUser(text)),
            () -> create(key -> key.setCreatorId(text)),
            () -> create(key -> key.setWorkspaceId(text)),
            () -> create(key -> key.setOrganizationId(text)),
            () -> create(key -> key.addAllowedModels(text)),
            () -> keys.getKey(GetKeyRequest.newBuilder().setId(text).build()),
            () -> keys.deleteKey(DeleteKeyRequest.newBuilder().setId(text).build()),
            () -> keys.listKeys(ListKeysRequest.newBuilder().setPageToken(text).build()),
            () -> keys.listKeys(ListKeysRequest.newBuilder().setWorkspaceId(text).build()),
            () ->
                organizations.getOrganization(
                    GetOrganizationRequest.newBuilder().setId(text).build()),
            () ->
                organizations.listMembers(
                    ListMembersRequest.newBuilder().setOrganizationId(text).build()),
            () ->
                organizations.createMember(
                    CreateMemberRequest.newBuilder()
                        .setOrganizationId("default")
                        .setMember(Member.newBuilder().setId(text))
                        .build()),
            () ->
                organizations.deleteMember(
                    DeleteMemberRequest.newBuilder()
                        .setOrganizationId("default")
                        .setId(text)
                        .build()));
    for (Runnable call : calls) {
      Throwable thrown = catchThrowable(call::run);
      if (thrown != null) {
        assertThat(GrpcDoor.detail(thrown).getHttpStatus()).isBetween(400, 499);
        assertThat(GrpcDoor.detail(thrown).getMessage()).doesNotContain("select", "insert");
      }
    }
  }

  @Test
  void onlyWhatTheMaskNamesChanges() {
    ApiKey key = create(made -> made.setLimitUsd("5").addAllowedModels("a/b")).getKey();
    ApiKey said = ApiKey.newBuilder().setId(key.getId()).setName("new").setDisabled(true).build();
    ApiKey renamed =
        keys.updateKey(
            UpdateKeyRequest.newBuilder().setKey(said).setUpdateMask(mask("name")).build());
    assertThat(renamed.getName()).isEqualTo("new");
    assertThat(renamed.getDisabled()).isFalse();
    assertThat(renamed.getLimitUsd()).isEqualTo("5");
    ApiKey cleared =
        keys.updateKey(
            UpdateKeyRequest.newBuilder()
                .setKey(said)
                .setUpdateMask(mask("limit_usd", "allowed_models"))
                .build());
    assertThat(cleared.getLimitUsd()).isEmpty();
    assertThat(cleared.getAllowedModelsList()).isEmpty();
    ApiKey bySet = keys.updateKey(UpdateKeyRequest.newBuilder().setKey(said).build());
    assertThat(bySet.getDisabled()).isTrue();
    Throwable wrong =
        catchThrowable(() ->
            keys.updateKey(
                UpdateKeyRequest.newBuilder()
                    .setKey(said)
                    .setUpdateMask(mask("workspace_id"))
                    .build()));
    assertThat(GrpcDoor.detail(wrong).getField()).isEqualTo("update_mask");
  }

  @Test
  void pagesHoldEachKeyOnceAndATokenBelongsToItsQuery() {
    for (int i = 0; i < 5; i++) {
      create(key -> {});
    }
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      ListKeysResponse page =
          keys.listKeys(ListKeysRequest.newBuilder().setPageSize(2).setPageToken(token).build());
      page.getKeysList().forEach(key -> seen.add(key.getId()));
      token = page.getNextPageToken();
      if (!token.isEmpty()) {
        String foreign = token;
        Throwable wrong =
            catchThrowable(() ->
                keys.listKeys(
                    ListKeysRequest.newBuilder()
                        .setPageToken(foreign)
                        .setIncludeDisabled(true)
                        .build()));
        assertThat(GrpcDoor.detail(wrong).getField()).isEqualTo("page_token");
      }
    } while (!token.isEmpty());
    assertThat(seen).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void aRotatedKeyGoesOnUnderANewId() {
    CreateKeyResponse made = create(key -> key.setLimitUsd("1"));
    RotateKeyResponse rotated =
        keys.rotateKey(
            RotateKeyRequest.newBuilder()
                .setId(made.getKey().getId())
                .setGracePeriod(Duration.newBuilder().setSeconds(60))
                .build());
    assertThat(rotated.getReplacedId()).isEqualTo(made.getKey().getId());
    assertThat(rotated.getKey().getLimitUsd()).isEqualTo("1");
    for (String secret : List.of(made.getSecret(), rotated.getSecret())) {
      assertThat(
              stub(KeyServiceBlockingStub.class, secret)
                  .getCurrentKey(GetCurrentKeyRequest.getDefaultInstance())
                  .getId())
          .isEqualTo(rotated.getKey().getId());
    }
    Throwable old =
        catchThrowable(
            () -> keys.getKey(GetKeyRequest.newBuilder().setId(made.getKey().getId()).build()));
    assertThat(GrpcDoor.code(old)).isEqualTo(io.grpc.Status.Code.NOT_FOUND);
    Throwable tooLong =
        catchThrowable(() ->
            keys.rotateKey(
                RotateKeyRequest.newBuilder()
                    .setId(rotated.getKey().getId())
                    .setGracePeriod(Duration.newBuilder().setSeconds(7 * 86_400 + 1))
                    .build()));
    assertThat(GrpcDoor.detail(tooLong).getField()).isEqualTo("grace_period");
  }

  @Test
  void aManagementKeyOfAWorkspaceReachesItsOwnOnly() {
    organizations.createWorkspace(
        CreateWorkspaceRequest.newBuilder()
            .setOrganizationId("default")
            .setWorkspace(Workspace.newBuilder().setId("dev").setName("Dev"))
            .build());
    String secret = door.tenants.key("default", "dev", KeyKind.MANAGEMENT).secret();
    KeyServiceBlockingStub dev = stub(KeyServiceBlockingStub.class, secret);
    CreateKeyResponse own =
        dev.createKey(
            CreateKeyRequest.newBuilder().setKey(ApiKey.newBuilder().setName("a")).build());
    assertThat(own.getKey().getWorkspaceId()).isEqualTo("dev");
    assertThat(dev.listKeys(ListKeysRequest.getDefaultInstance()).getKeysList())
        .allMatch(key -> key.getWorkspaceId().equals("dev"))
        .hasSize(2);
    ApiKey other = create(key -> {}).getKey();
    Throwable foreign =
        catchThrowable(() -> dev.getKey(GetKeyRequest.newBuilder().setId(other.getId()).build()));
    assertThat(GrpcDoor.code(foreign)).isEqualTo(io.grpc.Status.Code.NOT_FOUND);
    Throwable outside =
        catchThrowable(() ->
            dev.createKey(
                CreateKeyRequest.newBuilder()
                    .setKey(ApiKey.newBuilder().setName("a").setWorkspaceId("default"))
                    .build()));
    assertThat(GrpcDoor.detail(outside).getField()).isEqualTo("workspace_id");
    organizations.deleteWorkspace(
        DeleteWorkspaceRequest.newBuilder().setOrganizationId("default").setId("dev").build());
    Throwable revoked =
        catchThrowable(() ->
            stub(KeyServiceBlockingStub.class, own.getSecret())
                .getCurrentKey(GetCurrentKeyRequest.getDefaultInstance()));
    assertThat(GrpcDoor.code(revoked)).isEqualTo(io.grpc.Status.Code.UNAUTHENTICATED);
  }

  @Test
  void rulesAreKeptMaskedAndUnservedOnesRefused() {
    TenantRules rules =
        TenantRules.newBuilder()
            .addBudgets(
                Budget.newBuilder()
                    .setInterval(ResetInterval.RESET_INTERVAL_MONTHLY)
                    .setLimitUsd("100"))
            .addDeniedModels("acme/huge")
            .setZdr(true)
            .build();
    Organization made =
        organizations.createOrganization(
            CreateOrganizationRequest.newBuilder()
                .setOrganization(Organization.newBuilder().setName("Acme").setRules(rules))
                .build());
    assertThat(made.getId()).startsWith("org-");
    assertThat(made.getRules().getBudgets(0).getRemainingUsd()).isEqualTo("100");
    assertThat(made.getRules().getBudgets(0).getWarnAt()).isEqualTo(0.8);
    assertThat(made.getRules().getBudgets(0).hasResetTime()).isTrue();
    Organization updated =
        organizations.updateOrganization(
            UpdateOrganizationRequest.newBuilder()
                .setOrganization(Organization.newBuilder().setId(made.getId()))
                .setUpdateMask(mask("rules.zdr"))
                .build());
    assertThat(updated.getRules().getZdr()).isFalse();
    assertThat(updated.getRules().getDeniedModelsList()).containsExactly("acme/huge");
    Throwable unserved =
        catchThrowable(() ->
            organizations.createOrganization(
                CreateOrganizationRequest.newBuilder()
                    .setOrganization(
                        Organization.newBuilder()
                            .setName("x")
                            .setRules(TenantRules.newBuilder().addRegions("eu")))
                    .build()));
    assertThat(GrpcDoor.detail(unserved).getField()).isEqualTo("organization.rules.regions");
    Throwable twice =
        catchThrowable(() ->
            organizations.createOrganization(
                CreateOrganizationRequest.newBuilder()
                    .setOrganization(Organization.newBuilder().setId(made.getId()).setName("again"))
                    .build()));
    assertThat(GrpcDoor.code(twice)).isEqualTo(io.grpc.Status.Code.ALREADY_EXISTS);
  }

  @Test
  void theLastAdminStaysAndAMembersKeysGoWithIt() {
    organizations.createMember(
        CreateMemberRequest.newBuilder()
            .setOrganizationId("default")
            .setMember(Member.newBuilder().setId("ann").setRole(MemberRole.MEMBER_ROLE_ADMIN))
            .build());
    organizations.createMember(
        CreateMemberRequest.newBuilder()
            .setOrganizationId("default")
            .setMember(Member.newBuilder().setId("bob"))
            .build());
    String bobs = create(key -> key.setCreatorId("bob")).getSecret();
    Throwable demoted =
        catchThrowable(() ->
            organizations.updateMember(
                UpdateMemberRequest.newBuilder()
                    .setMember(
                        Member.newBuilder()
                            .setOrganizationId("default")
                            .setId("ann")
                            .setRole(MemberRole.MEMBER_ROLE_MEMBER))
                    .build()));
    assertThat(GrpcDoor.code(demoted)).isEqualTo(io.grpc.Status.Code.FAILED_PRECONDITION);
    organizations.deleteMember(
        DeleteMemberRequest.newBuilder().setOrganizationId("default").setId("bob").build());
    Throwable gone =
        catchThrowable(() ->
            stub(KeyServiceBlockingStub.class, bobs)
                .getCurrentKey(GetCurrentKeyRequest.getDefaultInstance()));
    assertThat(GrpcDoor.code(gone)).isEqualTo(io.grpc.Status.Code.UNAUTHENTICATED);
  }
}
