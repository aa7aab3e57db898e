@NullMarked
package cambio.server.health;

import org.jspecify.annotations.NullMarked;
