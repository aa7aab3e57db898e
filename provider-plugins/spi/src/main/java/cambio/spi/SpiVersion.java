package cambio.spi;

/** The version of the SPI, and the range that a router of this version loads. */
public final class SpiVersion {

  /** The version of the types in this module. Raised when an adapter would have to change. */
  public static final int CURRENT = 1;

  /** The oldest version whose plugins still load. */
  public static final int OLDEST_SUPPORTED = 1;

  private SpiVersion() {}

  /** Whether a plugin written against {@code version} can be loaded. */
  public static boolean supports(int version) {
    return version >= OLDEST_SUPPORTED && version <= CURRENT;
  }
}
