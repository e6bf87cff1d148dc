package org.usingasyncio.knowledge;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is known of one public name of a library: the entry of a JSON file, as {@code docs/adding-a-library.md} describes
 * it. An absent list is empty.
 */
public record Fact(
  String name,
  Kind kind,
  Entering with,
  List<String> bases,
  Optional<String> enters,
  List<String> returns,
  Optional<String> element,
  Iteration iterates,
  Optional<Blocking> blocks,
  Optional<String> instead,
  Cpu cpu,
  Optional<Io> io,
  Sharing sharing,
  Optional<String> resource,
  List<String> closers,
  boolean opens,
  Hang hang,
  List<String> timeoutArguments,
  LoopBound loopBound,
  Optional<Runs> runs,
  Set<Role> roles,
  Limit limit,
  Members members,
  Unless unless,
  boolean awaitable,
  Optional<String> item,
  Optional<String> calls,
  Operations operations,
  List<String> limitedBy) {

  public enum Kind { CLASS, FUNCTION, COROUTINE, ASYNC_ITERATOR, ATTRIBUTE }

  /** With which statement the result of a call can be entered. */
  public enum Entering {
    NONE, SYNC, ASYNC, BOTH;

    public boolean isAsync() {
      return this == ASYNC || this == BOTH;
    }

    public boolean isSync() {
      return this == SYNC || this == BOTH;
    }
  }

  /** With which loop its instances are iterated. */
  public enum Iteration { UNKNOWN, SYNC, ASYNC }

  /** Whether a call computes for long, and whether other threads can go on meanwhile. */
  public enum Cpu {
    NONE, HOLDS_GIL, RELEASES_GIL
  }

  public enum Sharing { UNKNOWN, CONCURRENT, EXCLUSIVE }

  /** How long the call may wait for a silent peer: unknown, for ever, or a default in seconds. */
  public record Hang(boolean forever, OptionalInt seconds) {
    static final Hang UNKNOWN = new Hang(false, OptionalInt.empty());
  }

  /** Whether making one ties it to an event loop; {@code until} is the first Python version in which it does not. */
  public record LoopBound(boolean bound, Optional<String> until) {
    static final LoopBound NO = new LoopBound(false, Optional.empty());
  }

  /**
   * The callable that a function is handed, and where it will run: {@code thread}, {@code process}, {@code executor},
   * {@code loop}.
   */
  public record Runs(int argument, String keyword, String where) {}

  /** How many connections a pool opens when nothing is said, and the argument that says it. */
  public record Limit(Optional<String> byDefault, Optional<String> argument) {}

  /** What holds of every method of an instance that has no fact of its own. */
  public record Members(Optional<Blocking> blocks, Optional<String> instead, Optional<Io> io) {}

  /**
   * When the call does not block after all.
   *
   * @param given names or literals as written, one of which is passed
   * @param called methods, one of which is called on the same receiver
   * @param arguments keywords with which nothing is known of the call
   */
  public record Unless(List<String> given, List<String> called, List<String> arguments) {}

  /** How long the operations of what the call makes wait for a silent peer, and the argument that limits them. */
  public record Operations(Hang hang, Optional<String> timeoutArgument) {}

  public boolean is(Role role) {
    return roles.contains(role);
  }

  public boolean isClass() {
    return kind == Kind.CLASS;
  }

  public boolean isCoroutine() {
    return kind == Kind.COROUTINE;
  }

  /** What is known of a class of the project whose instances must be closed with one of the methods. */
  public static Fact ofOwner(String className, List<String> closers, boolean isEntered) {
    return KnowledgeFiles.fact(className,
      "kind=class\tresource=owner\tclosers=" + String.join("|", closers) + (isEntered ? "\twith=async" : ""));
  }

  /** True when the call makes something that its caller has to close. */
  public boolean opensResource() {
    return opens;
  }
}
