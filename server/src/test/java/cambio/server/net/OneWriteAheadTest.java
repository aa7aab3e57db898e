package cambio.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A connection is one write ahead of the truth, and no more. */
class OneWriteAheadTest {

  private final EmbeddedChannel channel = new EmbeddedChannel(new OneWriteAhead());

  @Test
  void theFirstWriteIsDoneBeforeItIsFlushed() {
    ChannelFuture head = channel.write(bytes("head"));

    assertThat(head.isSuccess()).isTrue();
    assertThat((Object) channel.readOutbound()).isNull();
  }

  @Test
  void theNextWaitsUntilItHasLeft() {
    channel.write(bytes("head"));
    ChannelFuture body = channel.write(bytes("body"));
    assertThat(body.isDone()).isFalse();

    channel.flush();

    assertThat(body.isSuccess()).isTrue();
    assertThat(read()).isEqualTo("head");
    assertThat(read()).isEqualTo("body");
  }

  @Test
  void afterAFlushOneMoreMayBeAhead() {
    channel.writeAndFlush(bytes("a"));

    assertThat(channel.write(bytes("b")).isSuccess()).isTrue();
    assertThat(channel.write(bytes("c")).isDone()).isFalse();
  }

  @Test
  void whatComesAfterALostWriteIsToldOfTheLoss() {
    channel.write(bytes("head"));
    ChannelFuture body = channel.write(bytes("body"));

    channel.close();

    assertThat(body.isDone()).isTrue();
    assertThat(body.cause()).isNotNull();
  }

  @Test
  void whatAClosedConnectionRefusesIsNotDone() {
    channel.close();

    assertThat(channel.write(bytes("head")).cause()).isNotNull();
    assertThat(channel.write(bytes("body")).cause()).isNotNull();
  }

  @Test
  void aWriteThatNobodyAsksAfterPassesThrough() {
    channel.write(bytes("head"), channel.voidPromise());
    channel.flush();

    assertThat(read()).isEqualTo("head");
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  private String read() {
    ByteBuf sent = channel.readOutbound();
    try {
      return sent.toString(StandardCharsets.UTF_8);
    } finally {
      sent.release();
    }
  }
}
