package cambio.server.health;

class MemoryHealthExchangeTest extends HealthExchangeContract {

  @Override
  HealthExchange exchange() {
    return new MemoryHealthExchange();
  }
}
