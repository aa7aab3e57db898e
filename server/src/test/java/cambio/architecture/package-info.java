/** The house's own rules, held against the compiled classes. */
@NullMarked
package cambio.architecture;

import org.jspecify.annotations.NullMarked;
