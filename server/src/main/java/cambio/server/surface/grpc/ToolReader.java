package cambio.server.surface.grpc;

import static cambio.server.surface.grpc.ContentReader.emptyToNull;

import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.v1.FunctionTool;
import cambio.v1.GenerationSpec;
import cambio.v1.ToolMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tools on offer and the rule for calling them. */
final class ToolReader {

  private static final int LONGEST_NAME = 64;

  private final Violations violations;
  private final OpaqueReader opaques;
  private final ContentReader contents;
  private final Set<String> names = new HashSet<>();

  ToolReader(Violations violations, OpaqueReader opaques, ContentReader contents) {
    this.violations = violations;
    this.opaques = opaques;
    this.contents = contents;
  }

  ToolOptions tools(GenerationSpec spec) {
    List<Tool> tools = new ArrayList<>(spec.getToolsCount());
    for (int i = 0; i < spec.getToolsCount(); i++) {
      Tool tool = tool("tools[" + i + "]", spec.getTools(i));
      if (tool != null) {
        tools.add(tool);
      }
    }
    ToolChoice choice = spec.hasToolChoice() ? choice(spec) : null;
    Boolean parallel = spec.hasParallelToolCalls() ? spec.getParallelToolCalls() : null;
    return new ToolOptions(tools, choice, parallel);
  }

  private @Nullable Tool tool(String field, cambio.v1.Tool tool) {
    return switch (tool.getToolCase()) {
      case FUNCTION -> function(field, tool);
      case OPAQUE -> {
        violations.require(
            !tool.hasCache(),
            field + ".cache",
            "set on an opaque tool (expected: the mark within its json)");
        yield new Tool.Opaque(
            opaques.dialect(field + ".opaque.dialect", tool.getOpaque().getDialect()),
            opaques.json(field + ".opaque", tool.getOpaque()));
      }
      case TOOL_NOT_SET -> {
        violations.add(field, "empty (expected: one of function, opaque)");
        yield null;
      }
    };
  }

  private Tool function(String field, cambio.v1.Tool tool) {
    FunctionTool function = tool.getFunction();
    String name = function.getName();
    violations.require(
        isName(name),
        field + ".function.name",
        Violations.shown(name) + " (expected: 1 to 64 of a-z, A-Z, 0-9, _ and -)");
    violations.require(
        names.add(name),
        field + ".function.name",
        Violations.shown(name) + " occurs twice (expected: a name of its own for each function)");
    return new Tool.Function(
        name,
        emptyToNull(function.getDescription()),
        parameters(field + ".function", function),
        function.hasStrict() ? function.getStrict() : null,
        contents.cache(tool.hasCache(), field, tool.getCache()));
  }

  private @Nullable String parameters(String field, FunctionTool function) {
    return switch (function.getSchemaCase()) {
      case PARAMETERS_JSON ->
          violations.jsonObject(field + ".parameters_json", function.getParametersJson());
      case PARAMETERS -> struct(field + ".parameters", function.getParameters(), violations);
      case SCHEMA_NOT_SET -> null;
    };
  }

  /** JSON text of a structure; empty, and noted, where it cannot be written. */
  static String struct(String field, com.google.protobuf.Struct struct, Violations violations) {
    try {
      return StructText.of(struct);
    } catch (IllegalArgumentException e) {
      violations.add(field, e.getMessage() + " (expected: values of JSON)");
      return "";
    }
  }

  private @Nullable ToolChoice choice(GenerationSpec spec) {
    cambio.v1.ToolChoice choice = spec.getToolChoice();
    return switch (choice.getChoiceCase()) {
      case MODE -> mode(spec, choice.getMode());
      case FUNCTION_NAME -> {
        violations.require(
            names.contains(choice.getFunctionName()),
            "tool_choice.function_name",
            Violations.shown(choice.getFunctionName()) + " (expected: the name of one of tools)");
        yield new ToolChoice.Named(choice.getFunctionName());
      }
      case ALLOWED -> {
        violations.add(
            "tool_choice.allowed", "not available in this version; send only the tools allowed");
        yield null;
      }
      case OPAQUE ->
          new ToolChoice.Opaque(
              opaques.dialect("tool_choice.opaque.dialect", choice.getOpaque().getDialect()),
              opaques.json("tool_choice.opaque", choice.getOpaque()));
      case CHOICE_NOT_SET -> null;
    };
  }

  private @Nullable ToolChoice mode(GenerationSpec spec, ToolMode mode) {
    return switch (mode) {
      case TOOL_MODE_UNSPECIFIED -> null;
      case TOOL_MODE_NONE -> ToolChoice.NONE;
      case TOOL_MODE_AUTO -> ToolChoice.AUTO;
      case TOOL_MODE_REQUIRED -> {
        violations.require(
            spec.getToolsCount() > 0,
            "tool_choice.mode",
            "TOOL_MODE_REQUIRED without tools (expected: at least one tool)");
        yield ToolChoice.REQUIRED;
      }
      case UNRECOGNIZED -> {
        violations.add("tool_choice.mode", "unknown: " + spec.getToolChoice().getModeValue());
        yield null;
      }
    };
  }

  /** Whether a text can name a function or a schema. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && name.chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '_'
                    || c == '-');
  }
}
