@NullMarked
package cambio.server.plugin;

import org.jspecify.annotations.NullMarked;
