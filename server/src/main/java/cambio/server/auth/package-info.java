/** Who calls: keys, how they are kept, and the principal that a presented key stands for. */
@NullMarked
package cambio.server.auth;

import org.jspecify.annotations.NullMarked;
