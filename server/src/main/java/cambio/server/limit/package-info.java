/**
 * How much a caller may ask for in how much time. The arithmetic is pure ({@link
 * cambio.server.limit.Gcra}); it runs in this process or, shared by all replicas, in Redis.
 */
@NullMarked
package cambio.server.limit;

import org.jspecify.annotations.NullMarked;
