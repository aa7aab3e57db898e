/** What both sides of the house, towards callers and towards providers, share of a connection. */
@NullMarked
package cambio.server.net;

import org.jspecify.annotations.NullMarked;
