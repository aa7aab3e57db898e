package cambio.dialect.responses;

import cambio.testkit.AdapterContract;
import cambio.testkit.RecordedDialect;

class ResponsesContractTest extends AdapterContract {
  @Override
  protected RecordedDialect dialect() {
    return new RecordedResponses();
  }
}
