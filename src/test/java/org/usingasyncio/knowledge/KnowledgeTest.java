package org.usingasyncio.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnowledgeTest {

  private final Knowledge knowledge = Knowledge.shipped();

  /** The left column holds what SonarPython's stubs and the libraries' own modules call it. */
  @ParameterizedTest
  @CsvSource({
    "requests.api.get, requests.get",
    "requests.sessions.Session.get, requests.Session.get",
    "asyncio.runners.run, asyncio.run",
    "asyncio.tasks.create_task, asyncio.create_task",
    "asyncio.events.get_running_loop, asyncio.get_running_loop",
    "asyncio.events.AbstractEventLoop.run_in_executor, asyncio.AbstractEventLoop.run_in_executor",
    "asyncio.queues.Queue, asyncio.Queue",
    "aiohttp.client.ClientSession, aiohttp.ClientSession",
    "redis.asyncio.client.Redis, redis.asyncio.Redis",
    "concurrent.futures.thread.ThreadPoolExecutor, concurrent.futures.ThreadPoolExecutor",
    "time.sleep, time.sleep",
  })
  void finds_the_public_name_of_other_spellings(String spelling, String publicName) {
    assertThat(knowledge.publicName(spelling)).isEqualTo(publicName);
  }

  @ParameterizedTest
  @CsvSource({"shop.time.sleep", "asyncio.Sleeper.sleep", "redis.asyncio.unheard_of", "timer.sleep"})
  void leaves_alone_what_it_does_not_know(String name) {
    assertThat(knowledge.publicName(name)).isEqualTo(name);
    assertThat(knowledge.blocking(name)).isEmpty();
  }

  @Test
  void inherits_members_and_resources_from_base_classes() {
    assertThat(knowledge.isA("asyncio.Task", "asyncio.Future")).isTrue();
    assertThat(knowledge.fact("redis.RedisCluster.get").map(Fact::name)).contains("redis.Redis.get");
    assertThat(knowledge.isA("asyncio.Future", "asyncio.Task")).isFalse();
  }

  @Test
  void answers_typed_questions() {
    assertThat(knowledge.blocking("time.sleep")).contains(Blocking.SLEEP);
    assertThat(knowledge.blocking("asyncio.sleep")).isEmpty();
    assertThat(knowledge.plays("asyncio.create_task", Role.CREATES_TASK)).isTrue();
    assertThat(knowledge.resource("aiohttp.ClientSession").map(Fact::closers))
      .hasValueSatisfying(closers -> assertThat(closers).contains("close"));
    assertThat(knowledge.sharing("aiohttp.ClientSession")).isEqualTo(Fact.Sharing.CONCURRENT);
    assertThat(knowledge.sharing("asyncpg.Connection")).isEqualTo(Fact.Sharing.EXCLUSIVE);
    assertThat(knowledge.sharing("nobody.Knows")).isEqualTo(Fact.Sharing.UNKNOWN);
  }
}
