package cambio.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.TokenCounter;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class AnthropicPluginTest {

  @Test
  void loaderFindsDialectAndCounter() {
    assertThat(ServiceLoader.load(ProviderPlugin.class))
        .singleElement()
        .satisfies(plugin -> {
          assertThat(plugin.adapters())
              .extracting(ProviderAdapter::dialect)
              .containsExactly("anthropic-messages");
          assertThat(plugin.tokenCounters())
              .extracting(TokenCounter::dialect)
              .containsExactly("anthropic-messages");
        });
  }
}
