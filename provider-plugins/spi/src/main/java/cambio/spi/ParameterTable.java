package cambio.spi;

import java.util.EnumMap;
import java.util.Map;

/** A dialect's declared support for every {@link Parameter}; what is not listed is dropped. */
public final class ParameterTable {

  private final Map<Parameter, ParameterSupport> entries;

  private ParameterTable(Map<Parameter, ParameterSupport> entries) {
    this.entries = new EnumMap<>(entries);
  }

  /** A table of these entries. */
  public static ParameterTable of(Map<Parameter, ParameterSupport> entries) {
    return new ParameterTable(entries);
  }

  /** A table that carries all the given parameters as they are. */
  public static ParameterTable supporting(Parameter... parameters) {
    Map<Parameter, ParameterSupport> entries = new EnumMap<>(Parameter.class);
    for (Parameter parameter : parameters) {
      entries.put(parameter, ParameterSupport.SUPPORTED);
    }
    return new ParameterTable(entries);
  }

  /** This table with one entry replaced. */
  public ParameterTable with(Parameter parameter, ParameterSupport support) {
    Map<Parameter, ParameterSupport> copy = new EnumMap<>(Parameter.class);
    copy.putAll(entries);
    copy.put(parameter, support);
    return new ParameterTable(copy);
  }

  /** The support for one parameter. */
  public ParameterSupport of(Parameter parameter) {
    return entries.getOrDefault(parameter, ParameterSupport.DROPPED);
  }
}
