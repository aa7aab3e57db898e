package cambio.dialect.gemini;

import cambio.testkit.AdapterContract;
import cambio.testkit.RecordedDialect;

/** The dialect keeps the adapter contract. */
class GeminiContractTest extends AdapterContract {

  @Override
  protected RecordedDialect dialect() {
    return new GeminiRecordings();
  }
}
