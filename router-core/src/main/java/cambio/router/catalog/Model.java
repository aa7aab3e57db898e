package cambio.router.catalog;

import cambio.spi.Parameter;
import cambio.spi.request.Modality;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model, whoever serves it.
 *
 * @param slug {@code author/name}, lower case, unique
 * @param name for people
 * @param author who made it
 * @param kind chat or embedding
 * @param released ISO date, possibly only year or year and month, where known
 * @param contextLength tokens, where known
 * @param maxOutputTokens tokens, where known
 * @param tokenizer the tokenizer's family, where known
 * @param openWeights whether its weights are published
 * @param distillable whether its author lets others train on its output; null where unknown
 * @param parameters what some endpoint of it supports; a lower bound
 */
public record Model(
    String slug,
    String name,
    String author,
    Kind kind,
    @Nullable String released,
    @Nullable Integer contextLength,
    @Nullable Integer maxOutputTokens,
    Set<Modality> inputModalities,
    Set<Modality> outputModalities,
    Capabilities capabilities,
    @Nullable String tokenizer,
    boolean openWeights,
    @Nullable Boolean distillable,
    Set<Parameter> parameters) {

  public Model {
    inputModalities = Set.copyOf(inputModalities);
    outputModalities = Set.copyOf(outputModalities);
    parameters = Set.copyOf(parameters);
  }

  /** What a model is for. */
  public enum Kind {
    CHAT,
    EMBEDDING
  }
}
