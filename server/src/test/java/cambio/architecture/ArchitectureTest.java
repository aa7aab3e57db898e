package cambio.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each rule has its reason; a rule without one would be a habit. */
class ArchitectureTest {

  private static JavaClasses house;

  @BeforeAll
  static void readTheHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("cambio");
  }

  @Test
  void theSpiNeedsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage("cambio.spi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("cambio.spi..", "java..", "org.jspecify..")
        .because("a plugin author gets no library that he did not choose")
        .check(house);
  }

  @Test
  void theCoreNeedsOnlyTheSpi() {
    noClasses()
        .that()
        .resideInAPackage("cambio.router..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "cambio.server..",
            "cambio.catalog..",
            "cambio.wire..",
            "cambio.dialect..",
            "cambio.v1..",
            "java.util.concurrent..",
            "java.sql..",
            "java.nio.channels..",
            "io.netty..",
            "com.linecorp..",
            "io.lettuce..")
        .because("a decision that does no I/O can be replayed and tested as a table of values")
        .check(house);
  }

  @Test
  void theCoreAndTheDialectsReadNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage("cambio.router..", "cambio.dialect..", "cambio.wire..", "cambio.spi..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Math.class, "random")
        .because("time and randomness are injected, so that every decision can be replayed")
        .check(house);
  }

  @Test
  void dialectsAreCodecsWithoutInputAndOutput() {
    noClasses()
        .that()
        .resideInAPackage("cambio.dialect..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "cambio.router..",
            "cambio.server..",
            "cambio.catalog..",
            "cambio.v1..",
            "java.net.http..",
            "java.nio.channels..",
            "java.util.concurrent.locks..",
            "com.linecorp..",
            "io.netty..")
        .because("the router does I/O once, with deadlines and back-pressure")
        .check(house);
  }

  @Test
  void noDialectKnowsAnother() {
    slices()
        .matching("cambio.dialect.(*)..")
        .should()
        .notDependOnEachOther()
        .because("a dialect is added or dropped as one folder")
        .check(house);
  }

  @Test
  void nothingKnowsADialect() {
    noClasses()
        .that()
        .resideOutsideOfPackage("cambio.dialect..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("cambio.dialect..")
        .because("no `if (that provider)` can be written outside its folder")
        .check(house);
  }

  @Test
  void generatedMessagesStopAtTheGrpcSurface() {
    noClasses()
        .that()
        .resideOutsideOfPackages("cambio.v1..", "cambio.server.surface.grpc..", "cambio.client..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("cambio.v1..")
        .because("protobuf is one dialect among the callers' dialects")
        .check(house);
  }

  @Test
  void executionKnowsNoSurface() {
    noClasses()
        .that()
        .resideInAnyPackage("cambio.server.execution..", "cambio.server.upstream..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("cambio.server.surface..")
        .because("a door is added without touching the engine")
        .check(house);
  }

  @Test
  void lettuceStaysInTheStoresThatUseIt() {
    noClasses()
        .that()
        .resideOutsideOfPackages("cambio.server.redis..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.lettuce..")
        .because("a router without Redis must not notice that Redis exists")
        .check(house);
  }

  @Test
  void sqlStaysInTheStore() {
    noClasses()
        .that()
        .resideOutsideOfPackage("cambio.server.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jdbi..", "java.sql..", "org.flywaydb..", "com.zaxxer..")
        .because("one package knows tables; all else knows records")
        .check(house);
  }

  @Test
  void moneyIsNeverFloating() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage("cambio.router.money..")
        .should()
        .haveRawType(
            describe(
                "float or double",
                type -> type.getName().equals("double") || type.getName().equals("float")))
        .because("a tenth of a dollar has no exact binary form")
        .check(house);
  }
}
