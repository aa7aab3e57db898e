/**
 * The compact form in which the shipped catalogue is on the class path: made at build, read fast.
 */
@NullMarked
package cambio.catalog.index;

import org.jspecify.annotations.NullMarked;
