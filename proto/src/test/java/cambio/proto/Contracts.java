package cambio.proto;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The descriptor set as the build left it for Envoy, linked. */
final class Contracts {

  private static final String PACKAGE = "cambio.v1";

  private final Map<String, FileDescriptor> files = new LinkedHashMap<>();

  private Contracts(FileDescriptorSet set) throws DescriptorValidationException {
    // protoc writes a file after all that it imports.
    for (FileDescriptorProto file : set.getFileList()) {
      FileDescriptor[] imports =
          file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
      files.put(file.getName(), FileDescriptor.buildFrom(file, imports));
    }
  }

  static Contracts load() throws IOException, DescriptorValidationException {
    ExtensionRegistry registry = ExtensionRegistry.newInstance();
    AnnotationsProto.registerAllExtensions(registry);
    byte[] bytes = Files.readAllBytes(Path.of("target", "cambio.pb"));
    return new Contracts(FileDescriptorSet.parseFrom(bytes, registry));
  }

  /** Paths of all files, imports included. */
  List<String> fileNames() {
    return List.copyOf(files.keySet());
  }

  List<ServiceDescriptor> services() {
    return own().flatMap(file -> file.getServices().stream()).toList();
  }

  List<MethodDescriptor> methods() {
    return services().stream().flatMap(service -> service.getMethods().stream()).toList();
  }

  List<EnumDescriptor> enums() {
    return own().flatMap(file -> file.getEnumTypes().stream()).toList();
  }

  List<Descriptor> messages() {
    return own().flatMap(file -> file.getMessageTypes().stream()).toList();
  }

  Descriptor message(String name) {
    return messages().stream()
        .filter(message -> message.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is no message of " + PACKAGE));
  }

  private Stream<FileDescriptor> own() {
    return files.values().stream().filter(file -> file.getPackage().equals(PACKAGE));
  }
}
