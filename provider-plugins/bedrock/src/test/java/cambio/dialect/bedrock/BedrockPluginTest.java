package cambio.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.ProviderPlugin;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class BedrockPluginTest {

  @Test
  void pluginIsFound() {
    assertThat(ServiceLoader.load(ProviderPlugin.class))
        .anySatisfy(plugin -> {
          assertThat(plugin.name()).isEqualTo("bedrock");
          assertThat(plugin.adapters())
              .extracting(adapter -> adapter.dialect())
              .containsExactly("bedrock-converse");
        });
  }
}
