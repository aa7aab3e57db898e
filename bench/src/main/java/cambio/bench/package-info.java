/** JMH benchmarks of what runs once a request. */
@NullMarked
package cambio.bench;

import org.jspecify.annotations.NullMarked;
