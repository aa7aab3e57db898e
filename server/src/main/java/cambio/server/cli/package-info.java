/** The command line, {@code cambio}. */
@NullMarked
package cambio.server.cli;

import org.jspecify.annotations.NullMarked;
