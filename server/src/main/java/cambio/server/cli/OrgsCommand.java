package cambio.server.cli;

import cambio.server.tenant.Administrator;
import cambio.server.tenant.Organization;
import cambio.server.tenant.TenantRules;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Organisations. */
@Command(
    name = "orgs",
    description = "Make, list and change organisations, in the router's database.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class OrgsCommand {

  private static final int LISTED_MAX = 10_000;

  private final CommandContext context;
  @Spec @Nullable CommandSpec spec;

  OrgsCommand(CommandContext context) {
    this.context = context;
  }

  @Command(name = "list", description = "List organisations.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    try (LocalAdmin admin = LocalAdmin.open(config.read(), context)) {
      TenantOptions.print(
          admin.organizations().list(Administrator.OPERATOR, "", LISTED_MAX), Output.of(spec));
    }
    return 0;
  }

  @Command(
      name = "create",
      description = "Make an organisation with its default workspace.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin ConfigOption config,
      @Mixin TenantOptions options,
      @Parameters(paramLabel = "ID", description = "1 to 63 of a-z, 0-9, \"-\".") String id) {
    try (LocalAdmin admin = LocalAdmin.open(config.read(), context)) {
      Organization made =
          admin
              .organizations()
              .create(
                  Administrator.OPERATOR,
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
      description = "Change an organisation's name or budgets, or switch it off or on.",
      mixinStandardHelpOptions = true)
  int update(
      @Mixin ConfigOption config,
      @Mixin TenantOptions options,
      @Parameters(paramLabel = "ID", description = "The organisation's id.") String id) {
    try (LocalAdmin admin = LocalAdmin.open(config.read(), context)) {
      admin
          .organizations()
          .update(
              Administrator.OPERATOR,
              id,
              before -> options.over(before, context.clock().instant()));
      Output.of(spec).println("\"" + id + "\" is changed.");
    }
    return 0;
  }
}
