/**
 * Fuzz targets: classes whose static {@code fuzzerTestOneInput} takes bytes and throws where a
 * promise is broken. {@code bin/fuzz} runs each of them in a process of its own.
 */
@NullMarked
package cambio.fuzz;

import org.jspecify.annotations.NullMarked;
