package cambio.server.execution;

import cambio.server.Await;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider on a real socket, speaking HTTP/1.1 by hand so that it can break it. The first part of
 * the path says how it behaves.
 */
public final class FaultyProvider implements AutoCloseable {

  private static final String UNARY =
      """
      {"id":"up-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
      "message":{"role":"assistant","content":"all is well"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}\
      """;

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> closed = new ConcurrentHashMap<>();
  final AtomicLong floodedBytes = new AtomicLong();

  public FaultyProvider() throws IOException {
    server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public String url(String behaviour) {
    return "http://127.0.0.1:" + server.getLocalPort() + "/" + behaviour;
  }

  public int calls(String behaviour) {
    return count(behaviour).get();
  }

  /** Returns once a request of this behaviour has arrived. */
  void awaitCall(String behaviour) {
    Await.until("a request to " + behaviour, () -> calls(behaviour) > 0);
  }

  /** Returns once the router has closed a connection of this behaviour, which is silent. */
  void awaitClose(String behaviour) {
    Await.until("the end of a connection to " + behaviour, () -> latch(behaviour).getCount() == 0);
  }

  private AtomicInteger count(String behaviour) {
    return calls.computeIfAbsent(behaviour, name -> new AtomicInteger());
  }

  private CountDownLatch latch(String behaviour) {
    return closed.computeIfAbsent(behaviour, name -> new CountDownLatch(1));
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // The server was closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      String requestLine = line(in);
      while (!requestLine.isEmpty()) {
        Request request = readRequest(in);
        String body = request.body;
        String behaviour = requestLine.split("/", 3)[1];
        count(behaviour).incrementAndGet();
        boolean more =
            behaviour.startsWith("tale")
                ? new Tale(behaviour, body).tell(in, out)
                : answer(
                    behaviour, body.contains("\"stream\":true"), request.authorization, in, out);
        if (!more) {
          return;
        }
        requestLine = line(in);
      }
    } catch (IOException | UncheckedIOException e) {
      // The router closed the connection: that is what some tests are about.
    } finally {
      open.remove(socket);
    }
  }

  /** Answers; whether the connection can serve another request. */
  private boolean answer(
      String behaviour, boolean stream, String authorization, InputStream in, OutputStream out)
      throws IOException {
    switch (behaviour) {
      case "good" -> {
        if (stream) {
          head(out, "200 OK", "text/event-stream");
          chunk(out, delta("{\"role\":\"assistant\",\"content\":\"\"}"));
          for (String word : new String[] {"all ", "is ", "well"}) {
            chunk(out, content(word));
          }
          chunk(out, end());
          chunk(out, "data: [DONE]\n\n");
          lastChunk(out);
        } else {
          plain(out, "200 OK", "application/json", UNARY, "");
        }
        return true;
      }
      case "gated" -> {
        if (!stream) {
          pass(behaviour);
          return answer("good", false, authorization, in, out);
        }
        head(out, "200 OK", "text/event-stream");
        chunk(out, content("all "));
        pass(behaviour);
        chunk(out, content("is "));
        chunk(out, content("well"));
        chunk(out, end());
        chunk(out, "data: [DONE]\n\n");
        lastChunk(out);
        return true;
      }
      case "gated-flaky", "gated-dead" -> {
        // Fails when the gate opens: at the first call, or at each.
        boolean fails = behaviour.equals("gated-dead") || count(behaviour).get() == 1;
        pass(behaviour);
        return answer(fails ? "500" : "good", stream, authorization, in, out);
      }
      case "short" -> {
        plain(out, "200 OK", "application/json", UNARY.replace("\"stop\"", "\"length\""), "");
        return true;
      }
      case "json-right", "json-wrong", "json-torn", "json-fenced", "json-fenced-wrong" -> {
        String json =
            switch (behaviour) {
              case "json-right" -> "{\\\"a\\\": 1}";
              case "json-wrong" -> "{\\\"a\\\": \\\"one\\\"}";
              case "json-fenced" -> "Here:\\n```json\\n{'a': 1,}\\n```";
              case "json-fenced-wrong" -> "```json\\n{'a': 'one',}\\n```";
              default -> "{\\\"a\\\": ";
            };
        plain(out, "200 OK", "application/json", UNARY.replace("all is well", json), "");
        return true;
      }
      case "flaky" -> {
        // Works once, and never again.
        return answer(count("flaky").get() == 1 ? "good" : "500", stream, authorization, in, out);
      }
      case "tool-right", "tool-wrong" -> {
        String arguments =
            behaviour.equals("tool-right") ? "{\\\"city\\\":\\\"Rome\\\"}" : "{\\\"city\\\":1}";
        String calls =
            "null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"weather\",\"arguments\":\""
                + arguments
                + "\"}}]";
        String answer =
            UNARY.replace("\"all is well\"", calls).replace("\"stop\"", "\"tool_calls\"");
        plain(out, "200 OK", "application/json", answer, "");
        return true;
      }
      case "500" -> {
        plain(out, "500 Oops", "application/json", "{\"error\":{\"message\":\"boom\"}}", "");
        return true;
      }
      case "429" -> {
        plain(
            out,
            "429 Slow down",
            "application/json",
            "{\"error\":{\"message\":\"slow down\"}}",
            "retry-after: 7\r\n");
        return true;
      }
      case "by-key" -> {
        switch (authorization) {
          case "Bearer sk-refused" -> {
            count("by-key-refused").incrementAndGet();
            return answer("401", stream, authorization, in, out);
          }
          case "Bearer sk-limited" -> {
            count("by-key-limited").incrementAndGet();
            return answer("429", stream, authorization, in, out);
          }
          default -> {
            return answer("good", stream, authorization, in, out);
          }
        }
      }
      case "401" -> {
        plain(out, "401 No", "application/json", "{\"error\":{\"message\":\"bad key\"}}", "");
        return true;
      }
      case "400" -> {
        plain(out, "400 Bad", "application/json", "{\"error\":{\"message\":\"no such\"}}", "");
        return true;
      }
      case "hang", "hang-1", "hang-2" -> {
        waitForClose(behaviour, in);
        return false;
      }
      case "slow-error" -> {
        write(out, "HTTP/1.1 500 Oops\r\ncontent-length: 1000\r\n\r\n{");
        waitForClose(behaviour, in);
        return false;
      }
      case "garbage" -> {
        plain(out, "200 OK", "application/json", "<<< this is no JSON >>>", "");
        return true;
      }
      case "no-http" -> {
        write(out, "\u0001\u0002 what is HTTP?\r\n\r\n");
        return false;
      }
      case "html" -> {
        plain(out, "200 OK", "text/html", "<html><body>Bad gateway</body></html>", "");
        return true;
      }
      case "empty" -> {
        plain(out, "200 OK", "application/json", "", "");
        return true;
      }
      case "close" -> {
        return false;
      }
      case "preamble" -> {
        head(out, "200 OK", "text/event-stream");
        chunk(out, delta("{\"role\":\"assistant\",\"content\":\"\"}"));
        return false;
      }
      case "preamble-clean" -> {
        head(out, "200 OK", "text/event-stream");
        chunk(out, delta("{\"role\":\"assistant\",\"content\":\"\"}"));
        lastChunk(out);
        return true;
      }
      case "chatter" -> {
        head(out, "200 OK", "text/event-stream");
        for (int i = 0; i < 3_000; i++) {
          chunk(out, delta("{\"content\":\"\"}"));
        }
        waitForClose(behaviour, in);
        return false;
      }
      case "truncated", "reset" -> {
        // Said, so that nobody sends the next request into a connection that is about to end.
        head(out, "200 OK", "text/event-stream\r\nconnection: close");
        chunk(out, content("one "));
        chunk(out, content("two "));
        if (behaviour.equals("truncated")) {
          lastChunk(out);
        }
        return false;
      }
      case "stall" -> {
        head(out, "200 OK", "text/event-stream");
        chunk(out, content("one "));
        waitForClose(behaviour, in);
        return false;
      }
      case "bytewise" -> {
        String body =
            content("all ") + content("is ") + content("well") + end() + "data: [DONE]\n\n";
        head(out, "200 OK", "text/event-stream");
        for (byte b : body.getBytes(StandardCharsets.UTF_8)) {
          chunk(out, String.valueOf((char) b));
        }
        lastChunk(out);
        return true;
      }
      case "flood" -> {
        head(out, "200 OK", "text/event-stream");
        String piece = content("x".repeat(1000));
        for (int i = 0; i < 100_000; i++) {
          chunk(out, piece);
          floodedBytes.addAndGet(piece.length());
        }
        return false;
      }
      default -> throw new IllegalArgumentException(behaviour);
    }
  }

  /** Lets calls of this behaviour go on, those to come too. */
  public void open(String behaviour) {
    gate(behaviour).countDown();
  }

  private CountDownLatch gate(String behaviour) {
    return gates.computeIfAbsent(behaviour, name -> new CountDownLatch(1));
  }

  private void pass(String behaviour) throws IOException {
    try {
      if (!gate(behaviour).await(120, TimeUnit.SECONDS)) {
        throw new IOException("the gate stayed shut");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void waitForClose(String behaviour, InputStream in) throws IOException {
    try {
      while (in.read() >= 0) {
        // Nothing is expected from the router but its leaving.
      }
    } finally {
      latch(behaviour).countDown();
    }
  }

  static String delta(String delta) {
    return "data: {\"id\":\"up-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":null}]}\n\n";
  }

  static String content(String text) {
    return delta("{\"content\":\"" + text + "\"}");
  }

  static String end() {
    return "data: {\"id\":\"up-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"id\":\"up-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,"
        + "\"total_tokens\":8}}\n\n";
  }

  private static void plain(
      OutputStream out, String status, String type, String body, String headers)
      throws IOException {
    write(
        out,
        "HTTP/1.1 %s\r\ncontent-type: %s\r\ncontent-length: %d\r\n%s\r\n%s"
            .formatted(status, type, body.length(), headers, body));
  }

  static void head(OutputStream out, String status, String type) throws IOException {
    write(
        out,
        "HTTP/1.1 %s\r\ncontent-type: %s\r\ntransfer-encoding: chunked\r\n\r\n"
            .formatted(status, type));
  }

  static void chunk(OutputStream out, String text) throws IOException {
    write(out, Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  static void lastChunk(OutputStream out) throws IOException {
    write(out, "0\r\n\r\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private record Request(String authorization, String body) {}

  private static Request readRequest(InputStream in) throws IOException {
    int length = 0;
    String authorization = "";
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
      if (header.toLowerCase(java.util.Locale.ROOT).startsWith("authorization:")) {
        authorization = header.substring(header.indexOf(':') + 1).strip();
      }
    }
    return new Request(authorization, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
