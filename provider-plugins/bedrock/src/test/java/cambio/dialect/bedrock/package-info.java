@NullMarked
package cambio.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
