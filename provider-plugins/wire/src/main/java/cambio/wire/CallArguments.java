package cambio.wire;

/** Arguments of earlier tool calls, for dialects that take nothing but JSON objects. */
public final class CallArguments {

  private CallArguments() {}

  /**
   * The arguments as a JSON object. Models err: what is no object is sent as a text within one and
   * reported, so that the conversation goes on with what the model wrote.
   */
  public static String object(String arguments, Adjustments adjustments) {
    if (arguments.isBlank()) {
      return "{}";
    }
    if (JsonText.isObject(arguments)) {
      return arguments;
    }
    adjustments.emulated(
        "messages.tool_calls",
        "Arguments that are no JSON object were sent as a string within one.");
    return "{\"arguments\":" + JsonText.quote(arguments) + "}";
  }
}
