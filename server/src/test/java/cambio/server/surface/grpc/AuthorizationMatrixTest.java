package cambio.server.surface.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.auth.Access;
import cambio.server.tenant.Administrator;
import cambio.server.tenant.ApiKey;
import cambio.server.tenant.KeyDraft;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.Member;
import cambio.server.tenant.MemberRole;
import cambio.server.tenant.NewKey;
import cambio.server.tenant.TenantRules;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method of the contract with every kind of key, generated from the descriptors. A method
 * that is added to the contract fails here until {@link MethodAccess} says what it asks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationMatrixTest {

  private static final int OK = 0;
  private static final int NOT_FOUND = 5;
  private static final int PERMISSION_DENIED = 7;
  private static final int UNAUTHENTICATED = 16;

  private static final Path DESCRIPTORS = Path.of("../proto/target/cambio.pb");
  private static final List<MethodDescriptor> METHODS = methods();

  private final GrpcDoor door = new GrpcDoor();
  private final WebClient client = WebClient.builder("http://127.0.0.1:" + door.port()).build();
  private final Map<String, @Nullable String> refused = new HashMap<>();

  @SuppressWarnings("NullAway.Init")
  private NewKey operator;

  @SuppressWarnings("NullAway.Init")
  private NewKey ours;

  @SuppressWarnings("NullAway.Init")
  private NewKey theirs;

  @BeforeAll
  void keys() {
    for (String organization : List.of("ours", "theirs")) {
      door.tenants.organization(organization);
      door.tenants
          .administration()
          .organizations()
          .members()
          .create(
              Administrator.OPERATOR,
              new Member(
                  organization,
                  "ann",
                  "Ann",
                  "",
                  MemberRole.MEMBER,
                  List.of("default"),
                  TenantRules.NONE,
                  ScriptedEngine.NOW));
    }
    operator = door.tenants.operatorKey();
    ours = door.tenants.key("ours", "default", KeyKind.MANAGEMENT);
    theirs = door.tenants.key("theirs", "default", KeyKind.INFERENCE);
    refused.put("no key", null);
    refused.put("an unknown key", ApiKey.make(new Random(99)));
    refused.put("no key at all", "' or 1=1; --");
    refused.put("its hash", ours.key().id());
    NewKey revoked = door.tenants.key("ours", "default", KeyKind.MANAGEMENT);
    door.tenants.administration().keys().delete(Administrator.OPERATOR, revoked.key().id());
    refused.put("a revoked key", revoked.secret());
    NewKey replaced = door.tenants.key("ours", "default", KeyKind.MANAGEMENT);
    door.tenants
        .administration()
        .keys()
        .rotate(Administrator.OPERATOR, replaced.key().id(), Duration.ZERO);
    refused.put("a replaced key", replaced.secret());
    refused.put("a disabled key", made(KeySettings.named("off").switched(true)));
    refused.put("an expired key", made(KeySettings.named("old").expiring(ScriptedEngine.NOW)));
  }

  private String made(KeySettings settings) {
    return door.tenants
        .administration()
        .keys()
        .create(
            Administrator.OPERATOR,
            new KeyDraft("ours", null, KeyKind.MANAGEMENT, "", "", settings))
        .secret();
  }

  @AfterAll
  void close() {
    door.close();
  }

  private static List<MethodDescriptor> methods() {
    try {
      FileDescriptorSet set = FileDescriptorSet.parseFrom(Files.readAllBytes(DESCRIPTORS));
      Map<String, FileDescriptor> built = new HashMap<>();
      List<MethodDescriptor> methods = new ArrayList<>();
      for (var file : set.getFileList()) {
        FileDescriptor[] needs =
            file.getDependencyList().stream().map(built::get).toArray(FileDescriptor[]::new);
        FileDescriptor descriptor = FileDescriptor.buildFrom(file, needs);
        built.put(file.getName(), descriptor);
        if (descriptor.getPackage().equals("cambio.v1")) {
          descriptor.getServices().forEach(service -> methods.addAll(service.getMethods()));
        }
      }
      return methods;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (com.google.protobuf.Descriptors.DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<MethodDescriptor> contract() {
    return METHODS.stream();
  }

  private static String name(MethodDescriptor method) {
    return method.getService().getFullName() + "/" + method.getName();
  }

  @Test
  void everyMethodIsClassified() {
    assertThat(METHODS).hasSizeGreaterThan(30);
    assertThat(METHODS).allMatch(method -> MethodAccess.lists(name(method)));
  }

  @ParameterizedTest
  @MethodSource("contract")
  void keysThatAreNotInForceAreRefused(MethodDescriptor method) {
    refused.forEach((what, key) ->
        assertThat(call(method, key, empty(method)))
            .as(name(method) + " with " + what)
            .isEqualTo(UNAUTHENTICATED));
  }

  @ParameterizedTest
  @MethodSource("contract")
  void eachKindOfKeyMayOnlyDoItsOwn(MethodDescriptor method) {
    Access access = MethodAccess.of(name(method));
    int inference = call(method, theirs.secret(), empty(method));
    int management = call(method, operator.secret(), empty(method));
    switch (access) {
      case GENERATE -> {
        assertThat(inference).isNotIn(UNAUTHENTICATED, PERMISSION_DENIED);
        assertThat(management).isEqualTo(PERMISSION_DENIED);
      }
      case MANAGE -> {
        assertThat(inference).isEqualTo(PERMISSION_DENIED);
        assertThat(management).isNotIn(UNAUTHENTICATED, PERMISSION_DENIED);
      }
      case ANY_KEY -> {
        assertThat(inference).isNotIn(UNAUTHENTICATED, PERMISSION_DENIED);
        assertThat(management).isNotIn(UNAUTHENTICATED, PERMISSION_DENIED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("contract")
  void whatIsAnothersDoesNotExist(MethodDescriptor method) {
    String service = method.getService().getName();
    boolean administers = service.equals("KeyService") || service.equals("OrganizationService");
    if (!administers || MethodAccess.of(name(method)) != Access.MANAGE) {
      return;
    }
    int expected =
        switch (method.getName()) {
          case "CreateOrganization" -> PERMISSION_DENIED;
          case "ListOrganizations" -> OK;
          default -> NOT_FOUND;
        };
    assertThat(call(method, ours.secret(), aimed(method.getInputType(), method)))
        .as(name(method))
        .isEqualTo(expected);
    // The same request is a good one for who may: it is not refused for its form.
    if (expected == NOT_FOUND && !method.getName().startsWith("Delete")) {
      assertThat(call(method, operator.secret(), aimed(method.getInputType(), method)))
          .as(name(method) + " as operator")
          .isEqualTo(OK);
      theirs = door.tenants.key("theirs", "default", KeyKind.INFERENCE);
    }
  }

  private static DynamicMessage empty(MethodDescriptor method) {
    return DynamicMessage.getDefaultInstance(method.getInputType());
  }

  /** A request that names what belongs to the other organisation wherever it can name anything. */
  private DynamicMessage aimed(Descriptor type, MethodDescriptor method) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      String value =
          switch (field.getName()) {
            case "organization_id" -> "theirs";
            case "id" -> id(type, method);
            case "name" -> "new name";
            default -> null;
          };
      if (value != null && field.getJavaType() == FieldDescriptor.JavaType.STRING) {
        message.setField(field, value);
      } else if (List.of("key", "organization", "workspace", "member").contains(field.getName())
          && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        message.setField(field, aimed(field.getMessageType(), method));
      }
    }
    return message.build();
  }

  private String id(Descriptor type, MethodDescriptor method) {
    String name = type.getName() + method.getName();
    if (method.getName().startsWith("Create")) {
      return "fresh-" + METHODS.indexOf(method);
    }
    if (name.contains("Key")) {
      return theirs.key().id();
    }
    return name.contains("Member") ? "ann" : name.contains("Workspace") ? "default" : "theirs";
  }

  /** The gRPC status of a call. */
  private int call(MethodDescriptor method, @Nullable String key, DynamicMessage request) {
    byte[] message = request.toByteArray();
    ByteBuffer frame = ByteBuffer.allocate(5 + message.length);
    frame.put((byte) 0).putInt(message.length).put(message);
    RequestHeadersBuilder headers =
        RequestHeaders.builder(HttpMethod.POST, "/" + name(method))
            .set("content-type", "application/grpc")
            .set("te", "trailers");
    if (key != null) {
      headers.set("authorization", "Bearer " + key);
    }
    AggregatedHttpResponse response =
        client
            .execute(HttpRequest.of(headers.build(), HttpData.wrap(frame.array())))
            .aggregate()
            .join();
    String status = response.trailers().get("grpc-status");
    return Integer.parseInt(status != null ? status : response.headers().get("grpc-status", "-1"));
  }
}
