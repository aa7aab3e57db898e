package cambio.dialect.anthropic;

import cambio.testkit.AdapterContract;
import cambio.testkit.RecordedDialect;

/** The dialect keeps the adapter contract. */
class MessagesContractTest extends AdapterContract {

  @Override
  protected RecordedDialect dialect() {
    return new AnthropicDialect();
  }
}
