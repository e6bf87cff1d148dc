package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
  private CallIndex index;

  CallQuery(List<CallInfo> calls) {
    this.calls = calls;
  }

  /** All calls of a file: what many rules ask of them is looked up. */
  static CallQuery indexed(List<CallInfo> calls) {
    CallQuery query = new CallQuery(calls);
    query.index = new CallIndex(calls);
    return query;
  }

  public CallQuery where(Predicate<CallInfo> condition) {
    List<CallInfo> found = new ArrayList<>();
    for (CallInfo call : calls) {
      if (condition.test(call)) {
        found.add(call);
      }
    }
    return new CallQuery(found);
  }

  /** Those whose callee has one of the public qualified names. */
  public CallQuery to(String... names) {
    if (index != null) {
      return union(Arrays.stream(names).distinct().map(index::to));
    }
    Set<String> wanted = Set.copyOf(Arrays.asList(names));
    return where(call -> call.name().filter(wanted::contains).isPresent());
  }

  public CallQuery playing(Role role) {
    return index != null ? new CallQuery(index.playing(role)) : where(call -> call.plays(role));
  }

  /** Those that call the function of this file; for a class, those that call its constructor. */
  public CallQuery calling(FunctionInfo function) {
    return index != null
      ? new CallQuery(index.calling(function))
      : where(call -> call.target().filter(target -> target == function).isPresent());
  }

  /** Those of which the callee's last part is written so: {@code get} for {@code self.session.get}. */
  public CallQuery written(String simpleName) {
    return index != null
      ? new CallQuery(index.written(simpleName))
      : where(call -> call.simpleName().equals(simpleName));
  }

  private static CallQuery union(Stream<List<CallInfo>> lists) {
    List<List<CallInfo>> found = lists.filter(list -> !list.isEmpty()).toList();
    if (found.size() == 1) {
      return new CallQuery(found.get(0));
    }
    return new CallQuery(
      found.stream().flatMap(List::stream).sorted(Comparator.comparingInt(CallInfo::number)).toList());
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
