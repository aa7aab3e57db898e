/**
 * What a provider adapter is: a codec between Cambio's canonical request and events and one
 * dialect's bytes. An adapter does no I/O, owns no thread and reads no clock: it is given the
 * instant, the credential and the bytes, and answers with values.
 *
 * <p>The law of this module: the JDK and JSpecify, nothing else.
 */
@NullMarked
package cambio.spi;

import org.jspecify.annotations.NullMarked;
