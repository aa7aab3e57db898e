package cambio.dialect.bedrock;

import cambio.spi.ProviderAdapter;
import cambio.testkit.Answer;
import cambio.testkit.Fixture;
import cambio.testkit.RecordedDialect;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.Rule;
import java.util.List;
import java.util.Set;

/** How recorded traffic of this dialect is read without its adapter. */
public final class BedrockDialect implements RecordedDialect {

  @Override
  public ProviderAdapter adapter() {
    return new ConverseAdapter();
  }

  @Override
  public Set<String> apis() {
    return Set.of("bedrock.converse", "bedrock.converse_stream");
  }

  @Override
  public RecordedRequest read(Recording recording) {
    return new RecordedConverse(recording).read();
  }

  @Override
  public Answer expected(Recording recording) {
    boolean anthropic = RecordedConverse.model(recording).contains("anthropic.");
    return recording.framing().equals("eventstream")
        ? new ExpectedAnswer(anthropic).ofStream(recording.body())
        : new ExpectedAnswer(anthropic).ofBody(recording.text());
  }

  @Override
  public List<Rule> rules() {
    return ConverseRules.ALL;
  }

  @Override
  public List<Fixture> fixtures() {
    return ConverseFixtures.all();
  }

  /** A message of 12 MiB is announced; letters cannot have its checksum. */
  @Override
  public byte[] endlessFrame() {
    return StreamBytes.prelude(12 * 1024 * 1024, 0);
  }

  @Override
  public Fixture calling(String arguments, boolean stream) {
    return ConverseFixtures.calling(arguments, stream);
  }
}
