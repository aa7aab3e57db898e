/** What is known of how endpoints do: outcomes, speeds, breakers and cooldowns, all as values. */
@NullMarked
package cambio.router.health;

import org.jspecify.annotations.NullMarked;
