/**
 * What every adapter must pass. A dialect says in its test scope how its recorded traffic is read
 * ({@link cambio.testkit.RecordedDialect}), extends {@link cambio.testkit.AdapterContract}, and is
 * fed recorded and hand-written bytes cut at every boundary. {@link cambio.testkit.Replay} runs the
 * same checks over any folder of recordings for all dialects at once.
 *
 * <p>The expectation is computed from the raw body by the dialect's test code with a tree, so it
 * shares nothing with the adapter under test.
 */
@NullMarked
package cambio.testkit;

import org.jspecify.annotations.NullMarked;
