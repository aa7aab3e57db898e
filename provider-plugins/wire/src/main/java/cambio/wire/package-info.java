/**
 * What several dialects share on the wire: framing (server-sent events, sequences of JSON objects,
 * whole bodies), JSON read and written without a tree, token counts that cannot become money by
 * accident, and what an unsuccessful response means.
 *
 * <p>An adapter's decoder is normally a {@link cambio.wire.FramedDecoder} around the dialect's own
 * {@link cambio.wire.FrameReader}; its {@code classify} is {@link cambio.wire.FailureClassifier}.
 * Nothing here names a provider.
 */
@NullMarked
package cambio.wire;

import org.jspecify.annotations.NullMarked;
