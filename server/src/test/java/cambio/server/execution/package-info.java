@NullMarked
package cambio.server.execution;

import org.jspecify.annotations.NullMarked;
