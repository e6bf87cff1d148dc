package org.usingasyncio.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.usingasyncio.checks.AsyncioCheck;

/** One of our rules alone: what it costs when it has to find out everything itself. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
@Fork(value = 1, jvmArgs = {"-Xmx3g", "-Xss4m", "-XX:+UseSerialGC"})
public class OneRule {

  @Param("UA101")
  public String rule;

  @Benchmark
  public long rule(Review review, Review.Counters counters) {
    AsyncioCheck asked = Rules.ours().get(rule);
    return review.ask(counters, asked);
  }
}
