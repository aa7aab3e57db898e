package cambio.server.surface.grpc;

import cambio.server.tenant.Administrator;
import cambio.server.tenant.FieldRules;
import cambio.server.tenant.OrganizationAdmin;
import cambio.v1.CreateMemberRequest;
import cambio.v1.CreateOrganizationRequest;
import cambio.v1.CreateWorkspaceRequest;
import cambio.v1.DeleteMemberRequest;
import cambio.v1.DeleteWorkspaceRequest;
import cambio.v1.GetOrganizationRequest;
import cambio.v1.GetWorkspaceRequest;
import cambio.v1.ListMembersRequest;
import cambio.v1.ListMembersResponse;
import cambio.v1.ListOrganizationsRequest;
import cambio.v1.ListOrganizationsResponse;
import cambio.v1.ListWorkspacesRequest;
import cambio.v1.ListWorkspacesResponse;
import cambio.v1.Member;
import cambio.v1.Organization;
import cambio.v1.OrganizationServiceGrpc;
import cambio.v1.UpdateMemberRequest;
import cambio.v1.UpdateOrganizationRequest;
import cambio.v1.UpdateWorkspaceRequest;
import cambio.v1.Workspace;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code OrganizationService}: who shares money and rules, managed by management keys. */
final class OrganizationCalls extends OrganizationServiceGrpc.OrganizationServiceImplBase {

  private static final int USUAL_PAGE = 100;
  private static final int PAGE_MAX = 1_000;

  private final GrpcPorts ports;

  OrganizationCalls(GrpcPorts ports) {
    this.ports = ports;
  }

  /** One call: who makes it, and what is wrong with it. */
  private final class Call {
    final Administrator by;
    final Violations violations = new Violations();
    final Instant now = ports.clock().instant();
    final TenantReader reader = new TenantReader(violations, now);
    final TenantWriter writer = new TenantWriter(ports.spend(), ports.held(), now);
    final OrganizationAdmin admin = ports.administration().organizations();

    Call(Administrator by) {
      this.by = by;
    }

    <T> T checked(T read) {
      violations.throwIfAny();
      return read;
    }
  }

  /**
   * Where a page begins, and how long it is.
   *
   * @param query what its token is bound to
   */
  private record Page(String query, String after, int size) {

    static Page of(Call call, String query, int asked, String token) {
      String bound = query + " " + call.by;
      Integer size = call.violations.integer(asked != 0, "page_size", asked, 1, PAGE_MAX);
      String after = CursorToken.read(bound, token, call.violations);
      call.violations.throwIfAny();
      return new Page(bound, after == null ? "" : after, size == null ? USUAL_PAGE : size);
    }

    /** The token of the next page, given one item more than the page holds; empty for the last. */
    <T> String next(List<T> found, Function<T, String> id) {
      return found.size() > size ? CursorToken.of(query, id.apply(found.get(size - 1))) : "";
    }
  }

  @Override
  public void createOrganization(
      CreateOrganizationRequest request, StreamObserver<Organization> out) {
    answer(
        out,
        call -> {
          var made = call.checked(call.reader.organization(request.getOrganization()));
          return call.writer.organization(
              call.admin.create(call.by, made.id(), made.name(), made.disabled(), made.rules()));
        });
  }

  @Override
  public void getOrganization(GetOrganizationRequest request, StreamObserver<Organization> out) {
    answer(out, call -> call.writer.organization(call.admin.get(call.by, request.getId())));
  }

  @Override
  public void listOrganizations(
      ListOrganizationsRequest request, StreamObserver<ListOrganizationsResponse> out) {
    answer(
        out,
        call -> {
          Page page = Page.of(call, "organizations", request.getPageSize(), request.getPageToken());
          var found = call.admin.list(call.by, page.after(), page.size() + 1);
          return ListOrganizationsResponse.newBuilder()
              .addAllOrganizations(
                  found.stream().limit(page.size()).map(call.writer::organization).toList())
              .setNextPageToken(page.next(found, cambio.server.tenant.Organization::id))
              .build();
        });
  }

  @Override
  public void updateOrganization(
      UpdateOrganizationRequest request, StreamObserver<Organization> out) {
    answer(
        out,
        call -> {
          Organization said = request.getOrganization();
          UpdateMask mask =
              UpdateMask.read(request.getUpdateMask(), TenantReader.ORGANIZATION, call.violations);
          return call.writer.organization(
              call.admin.update(
                  call.by,
                  said.getId(),
                  before -> call.checked(call.reader.organization(said, mask, before))));
        });
  }

  @Override
  public void createWorkspace(CreateWorkspaceRequest request, StreamObserver<Workspace> out) {
    answer(
        out,
        call -> {
          String organization = request.getOrganizationId();
          var made = call.checked(call.reader.workspace(organization, request.getWorkspace()));
          return call.writer.workspace(
              call.admin
                  .workspaces()
                  .create(
                      call.by,
                      organization,
                      made.id(),
                      made.name(),
                      made.disabled(),
                      made.rules()));
        });
  }

  @Override
  public void getWorkspace(GetWorkspaceRequest request, StreamObserver<Workspace> out) {
    answer(
        out,
        call ->
            call.writer.workspace(
                call.admin
                    .workspaces()
                    .get(call.by, request.getOrganizationId(), request.getId())));
  }

  @Override
  public void listWorkspaces(
      ListWorkspacesRequest request, StreamObserver<ListWorkspacesResponse> out) {
    answer(
        out,
        call -> {
          String organization = request.getOrganizationId();
          Page page =
              Page.of(
                  call,
                  "workspaces " + organization,
                  request.getPageSize(),
                  request.getPageToken());
          var found =
              call.admin.workspaces().list(call.by, organization, page.after(), page.size() + 1);
          return ListWorkspacesResponse.newBuilder()
              .addAllWorkspaces(
                  found.stream().limit(page.size()).map(call.writer::workspace).toList())
              .setNextPageToken(page.next(found, cambio.server.tenant.Workspace::id))
              .build();
        });
  }

  @Override
  public void updateWorkspace(UpdateWorkspaceRequest request, StreamObserver<Workspace> out) {
    answer(
        out,
        call -> {
          Workspace said = request.getWorkspace();
          UpdateMask mask =
              UpdateMask.read(request.getUpdateMask(), TenantReader.WORKSPACE, call.violations);
          return call.writer.workspace(
              call.admin
                  .workspaces()
                  .update(
                      call.by,
                      said.getOrganizationId(),
                      said.getId(),
                      before -> call.checked(call.reader.workspace(said, mask, before))));
        });
  }

  @Override
  public void deleteWorkspace(DeleteWorkspaceRequest request, StreamObserver<Empty> out) {
    answer(
        out,
        call -> {
          call.admin.workspaces().delete(call.by, request.getOrganizationId(), request.getId());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void createMember(CreateMemberRequest request, StreamObserver<Member> out) {
    answer(
        out,
        call ->
            call.writer.member(
                call.admin
                    .members()
                    .create(
                        call.by,
                        call.checked(
                            call.reader.member(
                                request.getOrganizationId(), request.getMember())))));
  }

  @Override
  public void listMembers(ListMembersRequest request, StreamObserver<ListMembersResponse> out) {
    answer(
        out,
        call -> {
          String organization = request.getOrganizationId();
          String workspace = given(call, request.getWorkspaceId());
          Page page =
              Page.of(
                  call,
                  "members " + organization + " " + workspace,
                  request.getPageSize(),
                  request.getPageToken());
          var found =
              call.admin
                  .members()
                  .list(call.by, organization, workspace, page.after(), page.size() + 1);
          return ListMembersResponse.newBuilder()
              .addAllMembers(found.stream().limit(page.size()).map(call.writer::member).toList())
              .setNextPageToken(page.next(found, cambio.server.tenant.Member::id))
              .build();
        });
  }

  @Override
  public void updateMember(UpdateMemberRequest request, StreamObserver<Member> out) {
    answer(
        out,
        call -> {
          Member said = request.getMember();
          UpdateMask mask =
              UpdateMask.read(request.getUpdateMask(), TenantReader.MEMBER, call.violations);
          return call.writer.member(
              call.admin
                  .members()
                  .update(
                      call.by,
                      said.getOrganizationId(),
                      said.getId(),
                      before -> call.checked(call.reader.member(said, mask, before))));
        });
  }

  @Override
  public void deleteMember(DeleteMemberRequest request, StreamObserver<Empty> out) {
    answer(
        out,
        call -> {
          call.admin.members().delete(call.by, request.getOrganizationId(), request.getId());
          return Empty.getDefaultInstance();
        });
  }

  private <A> void answer(StreamObserver<A> out, Function<Call, A> make) {
    Replies.replyFrom(
        ports.background(),
        out,
        scope -> make.apply(new Call(Administrator.of(scope.principal()))));
  }

  private static @Nullable String given(Call call, String workspace) {
    return workspace.isEmpty()
        ? null
        : new FieldRules(call.violations::add).id("workspace_id", workspace);
  }
}
