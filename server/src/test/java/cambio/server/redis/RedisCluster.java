package cambio.server.redis;

import cambio.server.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real Redis Cluster of three masters and three replicas on loopback, for tests. */
public final class RedisCluster implements AutoCloseable {

  private static final int NODES = 6;

  private final List<RedisServer> nodes = new ArrayList<>();

  private RedisCluster() {}

  /** Starts one, or skips the test where Redis is not installed. */
  public static RedisCluster start(Path directory) throws Exception {
    // So long that no node of a busy machine is taken for a dead one.
    return start(directory, Duration.ofSeconds(30));
  }

  /**
   * Starts one, or skips the test where Redis is not installed.
   *
   * @param nodeTimeout after which a silent node is replaced by its replica
   */
  public static RedisCluster start(Path directory, Duration nodeTimeout) throws Exception {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int i = 0; i < NODES; i++) {
        Path own = Files.createDirectories(directory.resolve("node" + i));
        cluster.nodes.add(RedisServer.startClustered(own, nodeTimeout));
      }
      cluster.join();
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  private void join() throws Exception {
    List<String> command = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
    nodes.forEach(node -> command.add("127.0.0.1:" + node.port()));
    command.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
    String said = run(command);
    if (!said.contains("All 16384 slots covered")) {
      throw new IllegalStateException("the cluster did not form: " + said);
    }
    Await.until("a cluster that is ready", () -> nodes.stream().allMatch(RedisCluster::ready));
  }

  private static boolean ready(RedisServer node) {
    try {
      return node.cli("cluster", "info").contains("cluster_state:ok");
    } catch (Exception e) {
      return false;
    }
  }

  /** Where to reach it. */
  public String url() {
    return "redis://127.0.0.1:" + nodes.get(0).port() + ",127.0.0.1:" + nodes.get(1).port();
  }

  /** Kills the node that serves a key, once its replica has all of it. */
  public void killTheMasterOf(String key) throws Exception {
    String slot = nodes.getFirst().cli("cluster", "keyslot", key).strip();
    for (RedisServer node : nodes) {
      if (serves(node, Integer.parseInt(slot))) {
        node.cli("wait", "1", "60000");
        node.kill();
        return;
      }
    }
    throw new IllegalStateException("nobody serves slot " + slot);
  }

  private boolean serves(RedisServer node, int slot) throws Exception {
    for (String line : node.cli("cluster", "nodes").split("\n")) {
      if (line.contains("myself,master")) {
        for (String word : line.split(" ")) {
          if (word.matches("\\d+-\\d+")) {
            String[] range = word.split("-");
            return Integer.parseInt(range[0]) <= slot && slot <= Integer.parseInt(range[1]);
          }
        }
      }
    }
    return false;
  }

  static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Override
  public void close() throws Exception {
    for (RedisServer node : nodes) {
      node.close();
    }
  }
}
