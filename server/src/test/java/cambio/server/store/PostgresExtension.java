package cambio.server.store;

import java.util.Objects;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands a test class the one {@link PostgresServer} of the whole run, which starts when the first
 * class asks for it and stops after the last. Each test takes a database of its own; who kills the
 * server starts it again. Where PostgreSQL is not installed, the class is skipped.
 */
public final class PostgresExtension implements BeforeAllCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

  /** Not when a parameter is resolved: there a test that is to be skipped fails instead. */
  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Store run = run(context);
    if (run.get(PostgresServer.class) == null) {
      run.put(PostgresServer.class, PostgresServer.start());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PostgresServer.class;
  }

  @Override
  public PostgresServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Objects.requireNonNull(
        run(context).get(PostgresServer.class, PostgresServer.class), "not started");
  }

  /** What is kept for the whole run. JUnit closes what is in there once all classes are done. */
  private static Store run(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE);
  }
}
