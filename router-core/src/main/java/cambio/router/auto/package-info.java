/**
 * {@code cambio/auto}: which task a prompt is, which models are good at it, and which of them is
 * cheap enough. Pure: texts, scores and prices in, a choice out.
 */
@NullMarked
package cambio.router.auto;

import org.jspecify.annotations.NullMarked;
