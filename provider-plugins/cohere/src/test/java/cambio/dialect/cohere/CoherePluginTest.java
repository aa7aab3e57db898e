package cambio.dialect.cohere;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.EmbeddingAdapter;
import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CoherePluginTest {

  @Test
  void loaderFindsChatAndEmbeddings() {
    assertThat(ServiceLoader.load(ProviderPlugin.class))
        .singleElement()
        .satisfies(plugin -> {
          assertThat(plugin.adapters())
              .extracting(ProviderAdapter::dialect)
              .containsExactly("cohere-v2");
          assertThat(plugin.embeddings())
              .extracting(EmbeddingAdapter::dialect)
              .containsExactly("cohere-v2");
        });
  }
}
