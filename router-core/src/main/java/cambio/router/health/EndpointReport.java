package cambio.router.health;

import cambio.router.health.Breaker.State;
import java.util.List;

/**
 * What one router says of one endpoint. Immutable.
 *
 * @param atMillis when it said so, by its own clock
 * @param state its circuit
 * @param reopensAtMillis when the circuit lets the next probe pass; 0 where it is closed
 * @param recoveredAtMillis when the circuit closed after it had been open; 0 for never
 * @param cap the pace that the endpoint was learned to bear
 * @param pace the router's own pace there
 * @param windows in the order of {@link Window}
 */
record EndpointReport(
    long atMillis,
    State state,
    long reopensAtMillis,
    long recoveredAtMillis,
    CapacityCap cap,
    DecayingRate pace,
    List<WindowTotals> windows) {

  EndpointReport {
    windows = List.copyOf(windows);
    if (windows.size() != Window.values().length) {
      throw new IllegalArgumentException(
          "windows: " + windows.size() + " (expected: " + Window.values().length + ")");
    }
  }

  /** What of a window is still within it. */
  WindowTotals totals(Window window, long nowMillis) {
    double age = Math.max(0, nowMillis - atMillis);
    return windows.get(window.ordinal()).faded(1 - age / window.span().toMillis());
  }
}
