package org.usingasyncio.its.harness;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/**
 * Says what is going on during the long steps. On a terminal the line of a step counts its seconds; in a log a step has
 * a line when it begins, one every half minute, and one when it ends.
 */
public final class Progress {

  private static final Duration IN_A_LOG = Duration.ofSeconds(30);

  private final PrintStream out;
  private final boolean terminal;

  public Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Progress on standard error, so that standard output holds the result alone. */
  public static Progress onStandardError() {
    return new Progress(System.err, System.console() != null);
  }

  /** Says one thing that takes no time. */
  public void say(String line) {
    out.println(line);
  }

  /** Begins a step; the caller ticks it as often as it likes and closes it. */
  public Step begin(String what) {
    return new Step(what);
  }

  /** A step that takes a while. */
  public final class Step implements AutoCloseable {

    private final String what;
    private final Instant start = Instant.now();
    private Instant lastLine = start;
    private boolean done;

    private Step(String what) {
      this.what = what;
      out.print(terminal ? what + " ..." : what + " ...\n");
      out.flush();
    }

    /** Shows that the step still goes on. */
    public void tick() {
      if (terminal) {
        out.print("\r" + what + " ... " + seconds() + " s");
        out.flush();
      } else if (Duration.between(lastLine, Instant.now()).compareTo(IN_A_LOG) >= 0) {
        lastLine = Instant.now();
        out.println(what + " ... " + seconds() + " s");
      }
    }

    /** Ends the step well. A step that is closed without it has failed. */
    public void done() {
      done = true;
    }

    public long seconds() {
      return Duration.between(start, Instant.now()).toSeconds();
    }

    @Override
    public void close() {
      String end = what + (done ? ": done in " : ": failed after ") + seconds() + " s";
      out.println(terminal ? "\r" + end : end);
    }
  }
}
