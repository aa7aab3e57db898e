package cambio.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.Type;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DescriptorSetTest {

  @SuppressWarnings("NullAway.Init")
  private static Contracts contracts;

  @BeforeAll
  static void load() throws Exception {
    contracts = Contracts.load();
  }

  @Test
  void allServicesAreIncluded() {
    assertThat(contracts.services())
        .extracting(ServiceDescriptor::getName)
        .containsExactlyInAnyOrder(
            "CompletionService",
            "CreditService",
            "EmbeddingService",
            "GenerationService",
            "KeyService",
            "ModelService",
            "OrganizationService",
            "ProviderService",
            "RankingService");
  }

  /** Without them Envoy answers a failed call with an empty body. */
  @Test
  void errorDetailTypesAreIncluded() {
    assertThat(contracts.fileNames())
        .contains(
            "google/rpc/status.proto", "google/rpc/code.proto", "google/rpc/error_details.proto");
  }

  @Test
  void everyRpcCanBeCalledByHttp() {
    assertThat(contracts.methods())
        .isNotEmpty()
        .allSatisfy(method ->
            assertThat(HttpBinding.of(method))
                .as(method.getFullName())
                .isNotEmpty()
                .allSatisfy(binding -> assertThat(binding.path()).startsWith("/cambio/v1/")));
  }

  @Test
  void noTwoRpcsShareAnHttpPath() {
    List<String> shapes = bindings().stream().map(HttpBinding::shape).toList();
    assertThat(shapes).doesNotHaveDuplicates();
  }

  /** Envoy refuses the whole descriptor set otherwise. */
  @Test
  void pathVariablesAndBodiesNameFieldsOfTheRequest() {
    for (HttpBinding binding : bindings()) {
      for (String variable : binding.variables()) {
        assertThat(binding.field(variable))
            .as("%s {%s}", binding, variable)
            .hasValueSatisfying(field -> assertThat(field.isRepeated()).isFalse());
      }
      if (!binding.body().isEmpty() && !binding.body().equals("*")) {
        assertThat(binding.field(binding.body())).as("%s body", binding).isPresent();
      }
    }
  }

  @Test
  void writesHaveABodyAndReadsHaveNone() {
    assertThat(bindings())
        .allSatisfy(binding ->
            assertThat(binding.body().isEmpty())
                .as(binding.toString())
                .isEqualTo(List.of("GET", "DELETE").contains(binding.verb())));
  }

  @Test
  void everyEnumBeginsUnspecified() {
    assertThat(contracts.enums())
        .isNotEmpty()
        .allSatisfy(type -> {
          assertThat(type.getValues().getFirst().getNumber()).isZero();
          assertThat(type.getValues().getFirst().getName())
              .isEqualTo(upperSnake(type) + "_UNSPECIFIED");
        });
  }

  @Test
  void moneyIsNeverBinary() {
    for (Descriptor message : contracts.messages()) {
      for (FieldDescriptor field : message.getFields()) {
        if (field.getName().endsWith("_usd")) {
          assertThat(field.getType()).as(field.getFullName()).isEqualTo(Type.STRING);
        }
      }
    }
    for (String prices : List.of("Rates", "MaxPrice", "Cost", "Balance", "Spend")) {
      assertThat(contracts.message(prices).getFields())
          .as(prices)
          .noneMatch(field -> field.getType() == Type.DOUBLE || field.getType() == Type.FLOAT);
    }
  }

  /** A 64-bit integer is a string in JSON: right for sums, awkward for one generation. */
  @Test
  void oneGenerationCountsInt32AndSumsCountInt64() {
    assertThat(contracts.message("Usage").getFields())
        .filteredOn(field -> field.getName().endsWith("_tokens"))
        .isNotEmpty()
        .allMatch(field -> field.getType() == Type.INT32);
    assertThat(contracts.message("TokenSums").getFields())
        .allMatch(field -> field.getType() == Type.INT64);
  }

  @Test
  void freeFormJsonTravelsAsText() {
    for (Descriptor message : contracts.messages()) {
      for (FieldDescriptor field : message.getFields()) {
        if (field.getName().equals("json") || field.getName().endsWith("_json")) {
          assertThat(field.getType()).as(field.getFullName()).isEqualTo(Type.STRING);
        }
      }
    }
  }

  @Test
  void completePlanAndStreamTakeTheSameRestBody() {
    assertThat(contracts.methods())
        .filteredOn(method -> method.getService().getName().equals("CompletionService"))
        .hasSize(3)
        .allSatisfy(method ->
            assertThat(HttpBinding.of(method))
                .allSatisfy(binding ->
                    assertThat(binding.field(binding.body()))
                        .hasValueSatisfying(body ->
                            assertThat(body.getMessageType().getName())
                                .isEqualTo("GenerationSpec"))));
  }

  /** Through the transcoder a broken stream otherwise looks like a clean end. */
  @Test
  void streamsCarryErrorsAndKeepAlivesInBand() {
    assertThat(contracts.methods())
        .filteredOn(MethodDescriptor::isServerStreaming)
        .isNotEmpty()
        .allSatisfy(method ->
            assertThat(method.getOutputType().getOneofs().getFirst().getFields())
                .extracting(FieldDescriptor::getName)
                .contains("error", "keep_alive", "finished"));
  }

  private static List<HttpBinding> bindings() {
    return contracts.methods().stream().flatMap(method -> HttpBinding.of(method).stream()).toList();
  }

  private static String upperSnake(EnumDescriptor type) {
    return type.getName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }
}
