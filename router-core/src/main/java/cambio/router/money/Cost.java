package cambio.router.money;

/**
 * What one attempt costs, or several together. The parts add up to the total exactly.
 *
 * @param total the sum
 * @param input prompt tokens that were neither read from nor written to a cache, sound included
 * @param cacheRead prompt tokens read from the cache
 * @param cacheWrite prompt tokens written to the cache
 * @param output answer tokens without reasoning, sound included
 * @param reasoning reasoning tokens
 * @param image input images, where priced by the piece
 * @param request the price of the request itself
 */
public record Cost(
    Money total,
    Money input,
    Money cacheRead,
    Money cacheWrite,
    Money output,
    Money reasoning,
    Money image,
    Money request) {

  /** Nothing. */
  public static final Cost ZERO =
      new Cost(
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO);

  /**
   * Both together, part by part.
   *
   * @throws ArithmeticException on overflow
   */
  public Cost plus(Cost other) {
    return new Cost(
        total.plus(other.total),
        input.plus(other.input),
        cacheRead.plus(other.cacheRead),
        cacheWrite.plus(other.cacheWrite),
        output.plus(other.output),
        reasoning.plus(other.reasoning),
        image.plus(other.image),
        request.plus(other.request));
  }

  public Cost {
    Money sum =
        input
            .plus(cacheRead)
            .plus(cacheWrite)
            .plus(output)
            .plus(reasoning)
            .plus(image)
            .plus(request);
    if (!sum.equals(total)) {
      throw new IllegalArgumentException("total: " + total + " (expected: the sum " + sum + ")");
    }
  }
}
