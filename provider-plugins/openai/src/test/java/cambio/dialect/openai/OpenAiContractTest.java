package cambio.dialect.openai;

import cambio.testkit.AdapterContract;
import cambio.testkit.RecordedDialect;

class OpenAiContractTest extends AdapterContract {

  @Override
  protected RecordedDialect dialect() {
    return new OpenAiRecordings();
  }
}
