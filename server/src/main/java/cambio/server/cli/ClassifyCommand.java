package cambio.server.cli;

import cambio.router.auto.ClassifierReport;
import cambio.router.auto.LabelledPrompts;
import cambio.router.auto.LabelledPrompts.Split;
import cambio.router.auto.TaskClassifier;
import cambio.router.auto.TaskClassifier.Classification;
import cambio.router.auto.TaskTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what {@code cambio/auto} takes prompts for, and how often it is right. */
@Command(
    name = "classify",
    description = {
      "Tell which task a prompt is, as cambio/auto sees it. Without a prompt: how often it is right",
      "on the prompts that are held out from training, next to always guessing the commonest task."
    },
    mixinStandardHelpOptions = true)
final class ClassifyCommand implements Callable<Integer> {

  @Spec @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "PROMPT", description = "What a caller would write.")
  private List<String> prompt = List.of();

  @Option(
      names = "--dev",
      description = "Measure on the prompts that were looked at while the classifier was made.")
  private boolean dev;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description = "Train anew on the labelled prompts and write the weights there.")
  private @Nullable Path train;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Output.of(spec);
    if (train != null) {
      Files.writeString(train, TaskTrainer.train(LabelledPrompts.of(Split.TRAIN)).toText());
      out.println("Wrote " + train + ".");
    } else if (prompt.isEmpty()) {
      measure(out);
    } else {
      Classification found = TaskClassifier.shipped().classify(String.join(" ", prompt));
      out.printf(
          Locale.ROOT, "%s, confidence %.2f%n", found.category().wireName(), found.confidence());
    }
    out.flush();
    return 0;
  }

  private void measure(PrintWriter out) {
    List<LabelledPrompts.Prompt> training = LabelledPrompts.of(Split.TRAIN);
    List<LabelledPrompts.Prompt> measured = LabelledPrompts.of(dev ? Split.DEV : Split.HELD);
    ClassifierReport report = ClassifierReport.of(TaskClassifier.shipped(), training, measured);
    Table table = new Table("CATEGORY", "PROMPTS", "RECALL", "PRECISION", "BASELINE RECALL");
    for (ClassifierReport.Line line : report.lines()) {
      table.row(
          line.category().wireName(),
          line.prompts(),
          percent(line.recall()),
          Double.isNaN(line.precision()) ? null : percent(line.precision()),
          percent(line.baselineRecall()));
    }
    table.print(out);
    out.printf(
        Locale.ROOT,
        "%nOf %d prompts %s recognised (baseline %s); learned from %d others.%n",
        measured.size(),
        percent(report.accuracy()),
        percent(report.baselineAccuracy()),
        training.size());
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", part * 100);
  }
}
