package com.example.acme;

import cambio.testkit.AdapterContract;
import cambio.testkit.RecordedDialect;

/** Everything that an adapter owes the router: one class, and the rest is the testkit's. */
class AcmeContractTest extends AdapterContract {

  @Override
  protected RecordedDialect dialect() {
    return new AcmeDialect();
  }
}
