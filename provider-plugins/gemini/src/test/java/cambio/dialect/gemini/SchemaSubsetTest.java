package cambio.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.Adjustment;
import cambio.spi.FailureException;
import cambio.testkit.Json;
import cambio.wire.Adjustments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaSubsetTest {

  private static String converted(String schema) {
    return SchemaSubset.of(schema.replace('\'', '"'), "schema", new Adjustments());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'string'}|{'type':'STRING'}",
        "{'type':['integer','null']}|{'type':'INTEGER','nullable':true}",
        "{'type':'null'}|{'type':'NULL'}",
        "{'anyOf':[{'type':'string'},{'type':'null'}],'description':'d'}"
            + "|{'type':'STRING','description':'d','nullable':true}",
        "{'oneOf':[{'type':'string'},{'type':'number'},{'type':'null'}],'title':'t'}"
            + "|{'anyOf':[{'title':'t','type':'STRING','nullable':true},"
            + "{'title':'t','type':'NUMBER'}]}",
        "{'type':['string','integer'],'minimum':1}"
            + "|{'anyOf':[{'type':'STRING','minimum':1},{'type':'INTEGER','minimum':1}]}",
        "{'const':'a'}|{'enum':['a'],'type':'STRING'}",
        "{'enum':['a',null]}|{'enum':['a'],'type':'STRING','nullable':true}",
        "{'enum':[1,2]}|{'type':'INTEGER'}",
        "{'type':'string','format':'email'}|{'type':'STRING'}",
        "{'type':'string','format':'date-time'}|{'type':'STRING','format':'date-time'}",
        "{'type':'integer','format':'int32'}|{'type':'INTEGER','format':'int32'}",
        "{'items':{'type':'string'},'uniqueItems':true}|{'items':{'type':'STRING'},'type':'ARRAY'}",
        "{'properties':{'a':true},'required':['a','b'],'additionalProperties':false}"
            + "|{'properties':{'a':{}},'required':['a'],'type':'OBJECT'}",
        "{'allOf':[{'properties':{'a':{'type':'string'}},'required':['a']},"
            + "{'properties':{'b':{'type':'string'}},'required':['b']}],'type':'object'}"
            + "|{'type':'OBJECT','properties':{'a':{'type':'STRING'},'b':{'type':'STRING'}},"
            + "'required':['a','b']}",
        "{'$ref':'#/$defs/T','$defs':{'T':{'type':'string','title':'x'}},'title':'own'}"
            + "|{'type':'STRING','title':'own'}",
        "{'properties':{'a':{'type':'object'},'b':{'type':'array',"
            + "'items':{'$ref':'#/properties/a'}}}}"
            + "|{'properties':{'a':{'type':'OBJECT'},'b':{'type':'ARRAY',"
            + "'items':{'type':'OBJECT'}}},'type':'OBJECT'}",
        "{'$ref':'#/$defs/N','$defs':{'N':{'type':'object','properties':"
            + "{'next':{'$ref':'#/$defs/N'}}}}}"
            + "|{'type':'OBJECT','properties':{'next':{'type':'OBJECT'}}}",
        "true|{}"
      })
  void saysWhatTheSubsetCanSay(String schema, String expected) {
    assertThat(Json.parse(converted(schema))).isEqualTo(Json.parse(expected.replace('\'', '"')));
  }

  @Test
  void keepsTheOrderOfProperties() {
    String schema = converted("{'type':'object','properties':{'z':{},'a':{},'m':{}}}");
    assertThat(schema.indexOf("\"z\"")).isLessThan(schema.indexOf("\"a\""));
    assertThat(schema.indexOf("\"a\"")).isLessThan(schema.indexOf("\"m\""));
  }

  @Test
  void reportsWhatItLeavesOut() {
    Adjustments adjustments = new Adjustments();
    SchemaSubset.of("{\"type\":\"number\",\"multipleOf\":2,\"$id\":\"x\"}", "p", adjustments);
    assertThat(adjustments.list())
        .singleElement()
        .satisfies(a -> assertThat(a.kind()).isEqualTo(Adjustment.Kind.DROPPED))
        .satisfies(a -> assertThat(a.detail()).contains("multipleOf").doesNotContain("$id"));
  }

  @Test
  void refusesWhatCannotBeSent() {
    for (String schema :
        new String[] {
          "{'$ref':'#/$defs/none'}", "{'$ref':'https://host.invalid/s'}", "{'type':", "{} {}"
        }) {
      assertThatThrownBy(() -> converted(schema)).isInstanceOf(FailureException.class);
    }
  }

  @Test
  void referencesThatMultiplyAreRefusedBeforeMemoryRunsOut() {
    StringBuilder definitions = new StringBuilder("'T0':{'type':'string'}");
    for (int i = 1; i < 60; i++) {
      String other = "{'$ref':'#/$defs/T" + (i - 1) + "'}";
      definitions.append(",'T").append(i).append("':{'properties':{'a':").append(other);
      definitions.append(",'b':").append(other).append("}}");
    }
    assertThatThrownBy(() -> converted("{'$ref':'#/$defs/T59','$defs':{" + definitions + "}}"))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("too large");
  }
}
