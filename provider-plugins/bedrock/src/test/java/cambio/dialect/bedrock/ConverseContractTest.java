package cambio.dialect.bedrock;

import cambio.testkit.AdapterContract;
import cambio.testkit.RecordedDialect;

/** The dialect keeps the adapter contract. */
class ConverseContractTest extends AdapterContract {

  @Override
  protected RecordedDialect dialect() {
    return new BedrockDialect();
  }
}
