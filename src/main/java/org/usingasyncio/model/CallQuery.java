package org.usingasyncio.model;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.usingasyncio.knowledge.Blocking;
import org.usingasyncio.knowledge.Role;

/** Calls of a file, narrowed step by step; in source order within each function. */
public final class CallQuery implements Iterable<CallInfo> {

  private final List<CallInfo> calls;

  CallQuery(List<CallInfo> calls) {
    this.calls = calls;
  }

  public CallQuery where(Predicate<CallInfo> condition) {
    return new CallQuery(calls.stream().filter(condition).toList());
  }

  /** Those whose callee has one of the public qualified names. */
  public CallQuery to(String... names) {
    Set<String> wanted = Set.copyOf(Arrays.asList(names));
    return where(call -> call.name().filter(wanted::contains).isPresent());
  }

  public CallQuery playing(Role role) {
    return where(call -> call.plays(role));
  }

  /** Those that block the calling thread on one of the given. */
  public CallQuery blockingOn(Blocking... kinds) {
    List<Blocking> wanted = Arrays.asList(kinds);
    return where(call -> call.blocking().filter(wanted::contains).isPresent());
  }

  /** Those made on the event loop: by a coroutine, or by a callback that the loop runs. */
  public CallQuery onLoop() {
    return where(call -> call.function().isOnLoop());
  }

  public Stream<CallInfo> stream() {
    return calls.stream();
  }

  public List<CallInfo> list() {
    return calls;
  }

  @Override
  public Iterator<CallInfo> iterator() {
    return calls.iterator();
  }
}
