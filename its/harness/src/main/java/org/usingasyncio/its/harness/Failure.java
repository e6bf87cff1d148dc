package org.usingasyncio.its.harness;

/** Something went wrong that the user can do something about: what happened, and what to do. */
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  public Failure(String problem, String remedy) {
    this(problem, remedy, null);
  }

  public Failure(String problem, String remedy, Throwable cause) {
    super(problem, cause);
    this.remedy = remedy;
  }

  /** What to do about it, in one or more full sentences. */
  public String remedy() {
    return remedy;
  }
}
