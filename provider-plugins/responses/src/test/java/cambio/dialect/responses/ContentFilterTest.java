package cambio.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.DecodeContext;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.spi.event.FilterReported;
import cambio.spi.event.GenerationEvent;
import cambio.testkit.Encoded;
import cambio.testkit.Feeding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Azure's filters found, whole and at the end of a stream. */
class ContentFilterTest {

  private static final String SAFE = "{\"hate\":{\"filtered\":false,\"severity\":\"safe\"}}";
  private static final String CUT = "{\"violence\":{\"filtered\":true,\"severity\":\"high\"}}";
  private static final String FILTERS =
      "\"content_filters\":[{\"blocked\":false,\"source_type\":\"prompt\",\"content_filter_raw\":[],"
          + "\"content_filter_results\":"
          + SAFE
          + ",\"content_filter_offsets\":{\"start_offset\":0,\"end_offset\":8,\"check_offset\":0}},"
          + "{\"blocked\":true,\"source_type\":\"completion\",\"content_filter_results\":"
          + CUT
          + "},{\"source_type\":\"completion\",\"content_filter_results\":{}},null,7,"
          + "{\"content_filter_results\":null}]";
  private static final String RESPONSE =
      "{\"id\":\"r1\",\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"content_filter\"},"
          + FILTERS
          + ",\"output\":[]}";

  private static List<GenerationEvent> filters(String mediaType, String body) {
    DecodeContext context =
        new DecodeContext(
            new ResponseHead(200, HeaderFields.of("content-type", mediaType)),
            Encoded.context("https://host.invalid", "m", "bearer", null, Set.of()).endpoint(),
            true);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new Feeding(new ResponsesAdapter(), context, bytes)
        .whole().events().stream().filter(FilterReported.class::isInstance).toList();
  }

  @Test
  void areToldOnceForThePromptAndTheAnswer() {
    String stream =
        "event: response.created\ndata: {\"type\":\"response.created\",\"response\":"
            + RESPONSE.replace("incomplete\"", "in_progress\"")
            + "}\n\nevent: response.incomplete\ndata: {\"type\":\"response.incomplete\",\"response\":"
            + RESPONSE
            + "}\n\n";
    assertThat(filters("application/json", RESPONSE))
        .containsExactly(new FilterReported(null, SAFE), new FilterReported(0, CUT));
    assertThat(filters("text/event-stream", stream))
        .containsExactly(new FilterReported(null, SAFE), new FilterReported(0, CUT));
  }
}
