package cambio.server.surface.grpc;

import cambio.server.auth.Access;
import cambio.v1.CompletionServiceGrpc;
import cambio.v1.CreditServiceGrpc;
import cambio.v1.EmbeddingServiceGrpc;
import cambio.v1.GenerationServiceGrpc;
import cambio.v1.KeyServiceGrpc;
import cambio.v1.ModelServiceGrpc;
import cambio.v1.OrganizationServiceGrpc;
import cambio.v1.ProviderServiceGrpc;
import cambio.v1.RankingServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each method of the contract asks of a key. A method that is not listed is refused to
 * everybody, and a test fails until it is.
 */
final class MethodAccess {

  private static final Map<String, Access> TABLE = table();

  private MethodAccess() {}

  /**
   * What a method asks.
   *
   * @throws IllegalStateException where it is not listed
   */
  static Access of(String fullMethodName) {
    Access access = TABLE.get(fullMethodName);
    if (access == null) {
      throw new IllegalStateException(fullMethodName + " is not classified");
    }
    return access;
  }

  /** Whether a method is listed. */
  static boolean lists(String fullMethodName) {
    return TABLE.containsKey(fullMethodName);
  }

  private static Map<String, Access> table() {
    Map<String, Access> table = new HashMap<>();
    put(
        table,
        Access.GENERATE,
        List.of(
            CompletionServiceGrpc.getCompleteMethod(),
            CompletionServiceGrpc.getStreamCompleteMethod(),
            CompletionServiceGrpc.getPlanRouteMethod(),
            EmbeddingServiceGrpc.getEmbedMethod()));
    put(
        table,
        Access.ANY_KEY,
        List.of(
            ModelServiceGrpc.getListModelsMethod(),
            ModelServiceGrpc.getGetModelMethod(),
            ModelServiceGrpc.getListEndpointsMethod(),
            ModelServiceGrpc.getCompareModelsMethod(),
            ProviderServiceGrpc.getListProvidersMethod(),
            ProviderServiceGrpc.getGetProviderMethod(),
            ProviderServiceGrpc.getGetProviderUptimeMethod(),
            GenerationServiceGrpc.getGetGenerationMethod(),
            GenerationServiceGrpc.getListGenerationsMethod(),
            GenerationServiceGrpc.getCreateFeedbackMethod(),
            RankingServiceGrpc.getListModelRankingsMethod(),
            RankingServiceGrpc.getListAppRankingsMethod(),
            RankingServiceGrpc.getListMarketSharesMethod(),
            KeyServiceGrpc.getGetCurrentKeyMethod(),
            CreditServiceGrpc.getGetBalanceMethod()));
    put(
        table,
        Access.MANAGE,
        List.of(
            KeyServiceGrpc.getCreateKeyMethod(),
            KeyServiceGrpc.getGetKeyMethod(),
            KeyServiceGrpc.getListKeysMethod(),
            KeyServiceGrpc.getUpdateKeyMethod(),
            KeyServiceGrpc.getDeleteKeyMethod(),
            KeyServiceGrpc.getRotateKeyMethod(),
            OrganizationServiceGrpc.getCreateOrganizationMethod(),
            OrganizationServiceGrpc.getGetOrganizationMethod(),
            OrganizationServiceGrpc.getListOrganizationsMethod(),
            OrganizationServiceGrpc.getUpdateOrganizationMethod(),
            OrganizationServiceGrpc.getCreateWorkspaceMethod(),
            OrganizationServiceGrpc.getGetWorkspaceMethod(),
            OrganizationServiceGrpc.getListWorkspacesMethod(),
            OrganizationServiceGrpc.getUpdateWorkspaceMethod(),
            OrganizationServiceGrpc.getDeleteWorkspaceMethod(),
            OrganizationServiceGrpc.getCreateMemberMethod(),
            OrganizationServiceGrpc.getListMembersMethod(),
            OrganizationServiceGrpc.getUpdateMemberMethod(),
            OrganizationServiceGrpc.getDeleteMemberMethod(),
            CreditServiceGrpc.getAddCreditMethod(),
            CreditServiceGrpc.getListLedgerEntriesMethod()));
    return Map.copyOf(table);
  }

  private static void put(
      Map<String, Access> table, Access access, List<MethodDescriptor<?, ?>> methods) {
    methods.forEach(method -> table.put(method.getFullMethodName(), access));
  }
}
