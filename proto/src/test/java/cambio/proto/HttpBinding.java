package cambio.proto;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One way to call a method by HTTP. */
record HttpBinding(MethodDescriptor method, String verb, String path, String body) {

  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_.]+)(=[^}]*)?}");

  static List<HttpBinding> of(MethodDescriptor method) {
    List<HttpBinding> bindings = new ArrayList<>();
    if (method.getOptions().hasExtension(AnnotationsProto.http)) {
      HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
      bindings.add(of(method, rule));
      rule.getAdditionalBindingsList().forEach(more -> bindings.add(of(method, more)));
    }
    return bindings;
  }

  private static HttpBinding of(MethodDescriptor method, HttpRule rule) {
    String path =
        switch (rule.getPatternCase()) {
          case GET -> rule.getGet();
          case PUT -> rule.getPut();
          case POST -> rule.getPost();
          case DELETE -> rule.getDelete();
          case PATCH -> rule.getPatch();
          case CUSTOM, PATTERN_NOT_SET -> "";
        };
    return new HttpBinding(method, rule.getPatternCase().name(), path, rule.getBody());
  }

  /** The path with every variable reduced to its pattern: equal shapes match equal URLs. */
  String shape() {
    return verb
        + " "
        + VARIABLE
            .matcher(path)
            .replaceAll(match -> match.group(2) == null ? "*" : match.group(2).substring(1));
  }

  List<String> variables() {
    List<String> names = new ArrayList<>();
    Matcher matcher = VARIABLE.matcher(path);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** The request's field of a dotted path, if there is one. */
  Optional<FieldDescriptor> field(String dotted) {
    Descriptor message = method.getInputType();
    FieldDescriptor field = null;
    for (String name : dotted.split("\\.", -1)) {
      field = message.findFieldByName(name);
      if (field == null) {
        return Optional.empty();
      }
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        message = field.getMessageType();
      }
    }
    return Optional.ofNullable(field);
  }

  @Override
  public String toString() {
    return method.getFullName() + ": " + verb + " " + path;
  }
}
