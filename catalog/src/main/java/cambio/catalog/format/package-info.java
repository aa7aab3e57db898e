/**
 * The catalogue as people write it: YAML, read with the line of every value, checked, and turned
 * into the router's values. The shipped files and the user's configuration go through the same
 * readers.
 */
@NullMarked
package cambio.catalog.format;

import org.jspecify.annotations.NullMarked;
