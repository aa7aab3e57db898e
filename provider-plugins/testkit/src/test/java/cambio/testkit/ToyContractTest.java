package cambio.testkit;

/** A second dialect passes the contract without a change to any other module. */
class ToyContractTest extends AdapterContract {

  @Override
  protected RecordedDialect dialect() {
    return new ToyDialect();
  }
}
