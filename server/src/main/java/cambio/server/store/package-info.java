/**
 * What is kept of every generation: numbers, never text. SQLite in one file by default; written by
 * one thread in groups, read through Jdbi.
 */
@NullMarked
package cambio.server.store;

import org.jspecify.annotations.NullMarked;
