package cambio.server.plugin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins as jars in a folder, compiled here, so that they are no part of the router. */
class PluginLoaderTest {

  /** A whole dialect in thirty lines: one line of text in, one line of text out. */
  private static final String TOY =
      """
      package toy;
      import cambio.spi.*;
      import cambio.spi.event.*;
      import cambio.spi.request.*;
      import java.util.List;
      public final class ToyPlugin implements ProviderPlugin, ProviderAdapter {
        public String name() { return "NAME"; }
        public int spiVersion() { return VERSION; }
        public List<ProviderAdapter> adapters() { return List.of(this); }
        public String dialect() { return "DIALECT"; }
        public ParameterTable parameters() { return ParameterTable.supporting(); }
        public UpstreamRequest encode(GenerationRequest request, EncodeContext context) {
          return new UpstreamRequest("POST", context.endpoint().baseUrl(), "/",
              HeaderFields.empty(), new byte[] {'h', 'i'}, List.of());
        }
        public ResponseDecoder decoder(DecodeContext context) {
          return new ResponseDecoder() {
            boolean done;
            public void feed(byte[] bytes, int offset, int length, EventSink sink) {
              sink.event(new ContentDelta(0, new String(bytes, offset, length)));
            }
            public void end(EventSink sink) {
              sink.event(new Finished(0, FinishReason.STOP, null));
              done = true;
            }
            public boolean done() { return done; }
          };
        }
        public Failure classify(ResponseHead head, byte[] body) {
          return Failure.of(FailureKind.PROVIDER_ERROR, "no");
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void aDialectIsAddedByAJarAlone() throws IOException {
    jar("toy.jar", toy("toy", "toy-line", "1"));
    PluginLoader.Plugins plugins = PluginLoader.load(folder);
    assertThat(plugins.report().problems()).isEmpty();
    assertThat(plugins.registry().dialects()).contains("toy-line", "openai-chat");
    assertThat(plugins.report().loaded())
        .anyMatch(line -> line.equals("plugin toy from toy.jar: dialect toy-line"));
    Object adapter = requireNonNull(plugins.registry().adapter("toy-line"));
    assertThat(adapter.getClass().getClassLoader()).isInstanceOf(PluginClassLoader.class);
  }

  @Test
  void twoJarsMayBringClassesOfOneName() throws IOException {
    jar("a.jar", toy("one", "toy-one", "1"));
    jar("b.jar", toy("two", "toy-two", "1"));
    assertThat(PluginLoader.load(folder).registry().dialects()).contains("toy-one", "toy-two");
  }

  @Test
  void aJarThatFailsIsNamedAndStopsNoOther() throws IOException {
    Files.writeString(folder.resolve("a-garbage.jar"), "this is no jar");
    jar("b-empty.jar", List.of());
    jar(
        "c-throws.jar",
        toy("thrower", "toy-x", "1").replace("1; }", "1 / (name().length() - 7); }"));
    jar("d-old.jar", toy("old", "toy-old", "99"));
    jar("e-double.jar", toy("double", "openai-chat", "1"));
    jar(
        "e-tableless.jar",
        toy("tableless", "toy-t", "1")
            .replace("return ParameterTable.supporting()", "throw new LinkageError(name())"));
    jar("f-good.jar", toy("good", "toy-good", "1"));
    PluginLoader.Plugins plugins = PluginLoader.load(folder);
    assertThat(plugins.registry().dialects()).contains("toy-good").doesNotContain("toy-old");
    assertThat(plugins.report().clean()).isFalse();
    assertThat(plugins.report().problems())
        .hasSize(6)
        .anyMatch(problem -> problem.startsWith("a-garbage.jar: is no readable jar"))
        .anyMatch(problem -> problem.startsWith("b-empty.jar: holds no plugin"))
        .anyMatch(problem -> problem.startsWith("c-throws.jar: ArithmeticException"))
        .anyMatch(problem -> problem.startsWith("e-tableless.jar: LinkageError"))
        .anyMatch(problem -> problem.contains("SPI version 99 (expected: 1 to 1)"))
        .anyMatch(problem -> problem.contains("plugin double: dialect openai-chat"));
  }

  @Test
  void aFolderThatIsNotThereIsNoProblem() {
    PluginReport report = PluginLoader.load(folder.resolve("nowhere")).report();
    assertThat(report.clean()).isTrue();
    assertThat(report.loaded()).isNotEmpty();
  }

  private static String toy(String name, String dialect, String version) {
    return TOY.replace("NAME", name).replace("DIALECT", dialect).replace("VERSION", version);
  }

  private void jar(String name, String source) throws IOException {
    Path classes = Files.createTempDirectory(folder, "classes");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler.getTask(messages, files, null, options, null, List.of(source(source))).call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
    Path services = classes.resolve("META-INF/services/cambio.spi.ProviderPlugin");
    Files.createDirectories(services.getParent());
    Files.writeString(services, "toy.ToyPlugin\n");
    try (Stream<Path> files = Files.walk(classes)) {
      jar(name, files.filter(Files::isRegularFile).toList(), classes);
    }
  }

  private void jar(String name, List<Path> files) throws IOException {
    jar(name, files, folder);
  }

  private void jar(String name, List<Path> files, Path root) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name));
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry("note.txt"));
      jar.write("a plugin".getBytes(StandardCharsets.UTF_8));
      for (Path file : files) {
        jar.putNextEntry(new JarEntry(root.relativize(file).toString()));
        jar.write(Files.readAllBytes(file));
      }
    }
  }

  private static JavaFileObject source(String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///toy/ToyPlugin.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
