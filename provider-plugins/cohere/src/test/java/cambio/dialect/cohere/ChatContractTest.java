package cambio.dialect.cohere;

import cambio.testkit.AdapterContract;
import cambio.testkit.RecordedDialect;

/** The dialect keeps the adapter contract. */
class ChatContractTest extends AdapterContract {

  @Override
  protected RecordedDialect dialect() {
    return new CohereDialect();
  }
}
