/**
 * The chat completions dialect as both compatible doors speak it: one reader of requests, one
 * writer of streamed and one of whole answers. In what the doors differ stands behind {@link
 * cambio.server.surface.chat.ChatShape}.
 */
@NullMarked
package cambio.server.surface.chat;

import org.jspecify.annotations.NullMarked;
