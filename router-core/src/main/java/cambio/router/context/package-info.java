/** Prompts that are too long for whoever is to serve them. Pure. */
@NullMarked
package cambio.router.context;

import org.jspecify.annotations.NullMarked;
