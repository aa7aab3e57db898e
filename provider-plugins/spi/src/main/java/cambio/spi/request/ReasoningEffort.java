package cambio.spi.request;

/** How hard the model is to think, from not at all to the most that the provider offers. */
public enum ReasoningEffort {
  NONE,
  MINIMAL,
  LOW,
  MEDIUM,
  HIGH,
  XHIGH,
  MAX
}
