package cambio.spi.request;

import cambio.spi.Parameter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tools on offer.
 *
 * @param choice null where the caller does not say
 * @param parallel whether several calls may come in one answer; null where the caller does not say
 */
public record ToolOptions(
    List<Tool> tools, @Nullable ToolChoice choice, @Nullable Boolean parallel) {

  private static final ToolOptions NONE = new ToolOptions(List.of(), null, null);

  public ToolOptions {
    tools = List.copyOf(tools);
  }

  /** No tools. */
  public static ToolOptions none() {
    return NONE;
  }

  void addParametersTo(Set<Parameter> used) {
    if (!tools.isEmpty()) {
      used.add(Parameter.TOOLS);
    }
    if (choice != null) {
      used.add(Parameter.TOOL_CHOICE);
    }
    if (parallel != null) {
      used.add(Parameter.PARALLEL_TOOL_CALLS);
    }
  }
}
