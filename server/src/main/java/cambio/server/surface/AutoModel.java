package cambio.server.surface;

import cambio.router.auto.AutoChooser;
import cambio.router.catalog.Capabilities;
import cambio.router.catalog.Model;
import cambio.spi.Parameter;
import cambio.spi.request.Modality;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code cambio/auto} as lists of models show it, the way OpenRouter shows its own: a chat model
 * that takes whatever one of those it may choose takes, at a price that depends on the choice.
 */
public final class AutoModel {

  private static final String NAME = "Auto Router";
  private static final String TOKENIZER = "Router";

  private AutoModel() {}

  /** Whether a name is its. */
  public static boolean is(String name) {
    return AutoChooser.MODEL.equals(name);
  }

  /** The model that stands for these; null where it could choose none. */
  public static @Nullable Model over(Collection<Model> models) {
    Integer longest = null;
    Set<Modality> inputs = EnumSet.noneOf(Modality.class);
    Set<Parameter> parameters = EnumSet.noneOf(Parameter.class);
    for (Model model : models) {
      if (model.kind() == Model.Kind.CHAT) {
        inputs.addAll(model.inputModalities());
        parameters.addAll(model.parameters());
        Integer context = model.contextLength();
        longest = context != null && (longest == null || context > longest) ? context : longest;
      }
    }
    return inputs.isEmpty()
        ? null
        : new Model(
            AutoChooser.MODEL,
            NAME,
            AutoChooser.MODEL.substring(0, AutoChooser.MODEL.indexOf('/')),
            Model.Kind.CHAT,
            null,
            longest,
            null,
            inputs,
            Set.of(Modality.TEXT),
            Capabilities.UNKNOWN,
            TOKENIZER,
            false,
            null,
            parameters);
  }
}
