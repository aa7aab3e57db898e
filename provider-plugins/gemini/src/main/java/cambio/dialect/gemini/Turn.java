package cambio.dialect.gemini;

import java.util.List;

/**
 * One element of {@code contents}.
 *
 * @param role {@code user} or {@code model}
 */
record Turn(String role, List<Piece> pieces) {}
