/** Structured output: whether answers and tool calls follow the schemas that callers sent. */
@NullMarked
package cambio.server.structured;

import org.jspecify.annotations.NullMarked;
