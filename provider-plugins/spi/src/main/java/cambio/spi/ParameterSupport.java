package cambio.spi;

/** How a dialect carries a canonical parameter. */
public enum ParameterSupport {
  /** Under the same name and with the same meaning. */
  SUPPORTED,
  /** Under another name or in another place, with the same meaning. */
  RENAMED,
  /** With a narrower range: values outside it become the nearest allowed one. */
  CLAMPED,
  /** By other means of the dialect, with the same effect for the caller. */
  EMULATED,
  /** Not at all: it is left out and reported as an {@link Adjustment}. */
  DROPPED;

  /** Whether a caller that requires the parameter can be served. */
  public boolean honoured() {
    return this != DROPPED;
  }
}
