package cambio.wire;

import cambio.spi.EncodeContext;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request's JSON object, written top-level member by member: which parameters the endpoint
 * takes and under which names, the members that its quirks add, the caller's extras, and a note of
 * whatever could not be said. Made for one request and used once.
 */
public final class RequestBody {

  private static final String FIXED = "body.";

  private final EncodeContext context;
  private final Quirks quirks;
  private final ParameterTable table;
  private final JsonWriter json = new JsonWriter().object();
  private final Adjustments adjustments = new Adjustments();
  private final Set<String> written = new HashSet<>();

  /**
   * An object without members yet.
   *
   * @param table what the endpoint takes
   */
  public RequestBody(EncodeContext context, ParameterTable table) {
    this.context = context;
    this.quirks = context.endpoint().quirks();
    this.table = table;
  }

  /** Where values are written. */
  public JsonWriter json() {
    return json;
  }

  /** The endpoint's quirks. */
  public Quirks quirks() {
    return quirks;
  }

  /** What could not be said as the caller put it. */
  public Adjustments adjustments() {
    return adjustments;
  }

  /** Whether the parameter is sent, by dialect and endpoint. */
  public boolean honoured(Parameter parameter) {
    return table.of(parameter).honoured();
  }

  /** Notes every parameter of the request that the endpoint does not take. */
  public void reportUnsupported(GenerationRequest request) {
    for (Parameter parameter : request.parameters()) {
      if (!honoured(parameter)) {
        adjustments.dropped(parameter.wireName(), "The endpoint does not take it.");
      }
    }
  }

  /** Begins a top-level member; its value follows. */
  public JsonWriter name(String name) {
    written.add(name);
    return json.name(name);
  }

  /** Begins the member of a parameter, whose usual name is this. */
  public JsonWriter name(Parameter parameter, String usual) {
    return name(quirks.nameOf(parameter, usual));
  }

  /** A parameter with an integer; left out where it is null or not taken. */
  public void member(Parameter parameter, String usual, @Nullable Integer value) {
    if (value != null && honoured(parameter)) {
      name(parameter, usual).value(value.longValue());
    }
  }

  /** A parameter with a number; left out where it is null or not taken. */
  public void member(Parameter parameter, String usual, @Nullable Double value) {
    if (value != null && honoured(parameter)) {
      name(parameter, usual).value(value.doubleValue());
    }
  }

  /** A parameter with a text; left out where it is null or not taken. */
  public void member(Parameter parameter, String usual, @Nullable String value) {
    if (value != null && honoured(parameter)) {
      name(parameter, usual).value(value);
    }
  }

  /** A parameter with a boolean; left out where it is null or not taken. */
  public void member(Parameter parameter, String usual, @Nullable Boolean value) {
    if (value != null && honoured(parameter)) {
      name(parameter, usual).value(value.booleanValue());
    }
  }

  /** A parameter with pairs, sorted so that one request gives one text; nothing where empty. */
  public void member(Parameter parameter, String usual, Map<String, String> pairs) {
    if (!pairs.isEmpty() && honoured(parameter)) {
      name(parameter, usual).object();
      new TreeMap<>(pairs).forEach(json::member);
      json.end();
    }
  }

  /** The members that the endpoint's {@code body.*} options add, where nothing wrote them yet. */
  public void fixedMembers() {
    for (Map.Entry<String, String> option : new TreeMap<>(quirks.options()).entrySet()) {
      String name = option.getKey();
      if (name.startsWith(FIXED) && !written.contains(name.substring(FIXED.length()))) {
        name(name.substring(FIXED.length())).raw(option.getValue());
      }
    }
  }

  /** The caller's own members, where they are of this dialect and nothing wrote them yet. */
  public void extras(Extras extras, String dialect) {
    boolean same = extras.dialect().equals(dialect);
    extras
        .members()
        .forEach((name, raw) -> {
          if (!same) {
            adjustments.dropped(name, "Only its own dialect knows it.");
          } else if (context.extras() && !written.contains(name)) {
            name(name).raw(raw);
          }
        });
  }

  /** The finished object. */
  public byte[] toBytes() {
    return json.end().toBytes();
  }
}
