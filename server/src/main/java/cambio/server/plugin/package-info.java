/** Finding plugins, on the class path and in jars, and knowing what they brought. */
@NullMarked
package cambio.server.plugin;

import org.jspecify.annotations.NullMarked;
