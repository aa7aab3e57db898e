package cambio.server.cli;

import cambio.server.admin.Logging;
import cambio.server.config.HttpSettings;
import cambio.server.config.LiveConfig;
import cambio.server.config.ServerConfig;
import cambio.server.config.ServerConfig.AdminSettings;
import cambio.server.runtime.CambioServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a router until it is told to stop. */
@Command(
    name = "serve",
    description = {
      "Run a router in the foreground until Ctrl-C or SIGTERM.",
      "Logs are JSON lines on standard error; where cambio.yaml lists no keys, the local key is"
          + " printed on standard output."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Option(names = "--host", description = "Address of the public listener.")
  private @Nullable String host;

  @Option(names = "--port", description = "Its port; 0 takes a free one.")
  private @Nullable Integer port;

  @Option(names = "--admin-port", description = "The admin listener's port; 0 takes a free one.")
  private @Nullable Integer adminPort;

  @Option(names = "--data", paramLabel = "DIR", description = "The data directory.")
  private @Nullable Path data;

  ServeCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    requirePort("--port", port);
    requirePort("--admin-port", adminPort);
    LiveConfig live =
        LiveConfig.open(config.find(), this::override, context.environment(), context.random());
    Logging.json();
    CambioServer server = start(live);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "cambio-stop"));
    PrintWriter out = Output.of(spec);
    out.print(Welcome.text(live, server.port(), server.adminPort()));
    out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private static void stop(CambioServer server) {
    server.close();
    Logging.stop();
  }

  private static void requirePort(String option, @Nullable Integer value) {
    if (value != null && (value < 0 || value > 65_535)) {
      throw new CommandFailure(option + ": " + value + " (expected: 0..65535)");
    }
  }

  private static CambioServer start(LiveConfig live) {
    try {
      return CambioServer.start(live);
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof java.io.IOException) {
          ServerConfig config = live.state().config();
          throw new CommandFailure(
              "the router did not start: "
                  + cause.getMessage()
                  + " (listeners "
                  + config.server().host()
                  + ":"
                  + config.server().port()
                  + " and "
                  + config.admin().host()
                  + ":"
                  + config.admin().port()
                  + "; choose others with --port and --admin-port)");
        }
      }
      throw e;
    }
  }

  private ServerConfig override(ServerConfig file) {
    HttpSettings server = file.server();
    return new ServerConfig(
        server.at(host == null ? server.host() : host, port == null ? server.port() : port),
        new AdminSettings(file.admin().host(), adminPort == null ? file.admin().port() : adminPort),
        file.timeouts(),
        data == null ? file.data() : file.data().in(data),
        file.content(),
        file.redis(),
        file.auth(),
        file.keys(),
        file.credentials(),
        file.plugins(),
        file.routing(),
        file.quota(),
        file.money(),
        file.policies(),
        file.presets(),
        file.cachingKeys(),
        file.idempotency(),
        file.catalog());
  }
}
