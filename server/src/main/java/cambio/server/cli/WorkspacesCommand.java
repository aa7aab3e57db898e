package cambio.server.cli;

import cambio.router.plan.Principal;
import cambio.server.tenant.Administrator;
import cambio.server.tenant.TenantRules;
import cambio.server.tenant.Workspace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Workspaces. */
@Command(
    name = "workspaces",
    description = "Make, list, change and delete workspaces, in the router's database.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class WorkspacesCommand {

  private static final int LISTED_MAX = 10_000;

  private final CommandContext context;
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--organization",
      scope = ScopeType.INHERIT,
      defaultValue = Principal.DEFAULT,
      description = "Whose they are.")
  private String organization = Principal.DEFAULT;

  WorkspacesCommand(CommandContext context) {
    this.context = context;
  }

  @Command(name = "list", description = "List workspaces.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    try (LocalAdmin admin = LocalAdmin.open(config.read(), context)) {
      TenantOptions.print(
          admin
              .organizations()
              .workspaces()
              .list(Administrator.OPERATOR, organization, "", LISTED_MAX),
          Output.of(spec));
    }
    return 0;
  }

  @Command(name = "create", description = "Make a workspace.", mixinStandardHelpOptions = true)
  int create(
      @Mixin ConfigOption config,
      @Mixin TenantOptions options,
      @Parameters(paramLabel = "ID", description = "1 to 63 of a-z, 0-9, \"-\".") String id) {
    try (LocalAdmin admin = LocalAdmin.open(config.read(), context)) {
      Workspace made =
          admin
              .organizations()
              .workspaces()
              .create(
                  Administrator.OPERATOR,
                  organization,
                  TenantOptions.id("ID", id),
                  options.name(id),
                  options.disabled(false),
                  options.over(TenantRules.NONE));
      Output.of(spec).println("\"" + made.id() + "\" is made.");
    }
    return 0;
  }

  @Command(
      name = "update",
      description = "Change a workspace's name or budgets, or switch it off or on.",
      mixinStandardHelpOptions = true)
  int update(
      @Mixin ConfigOption config,
      @Mixin TenantOptions options,
      @Parameters(paramLabel = "ID", description = "The workspace's id.") String id) {
    try (LocalAdmin admin = LocalAdmin.open(config.read(), context)) {
      admin
          .organizations()
          .workspaces()
          .update(
              Administrator.OPERATOR,
              organization,
              id,
              before -> options.over(before, context.clock().instant()));
      Output.of(spec).println("\"" + id + "\" is changed.");
    }
    return 0;
  }

  @Command(
      name = "delete",
      description = "Delete a workspace and revoke its keys. Records stay.",
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "ID", description = "The workspace's id.") String id) {
    try (LocalAdmin admin = LocalAdmin.open(config.read(), context)) {
      admin.organizations().workspaces().delete(Administrator.OPERATOR, organization, id);
      Output.of(spec).println("\"" + id + "\" is deleted.");
    }
    return 0;
  }
}
