package cambio.spi.request;

/** A kind of content. */
public enum Modality {
  TEXT,
  IMAGE,
  AUDIO,
  VIDEO,
  FILE
}
