package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

  /** Those of which the libraries' facts say that they play one of the roles. */
  public CallQuery playing(Role... roles) {
    return index != null
      ? union(Arrays.stream(roles).map(index::playing))
      : where(call -> Arrays.stream(roles).anyMatch(call::plays));
  }

  /** Those of which the libraries' facts tell anything. */
  public CallQuery ofLibraries() {
    return index != null ? new CallQuery(index.ofLibraries()) : where(call -> call.fact().isPresent());
  }

  /** Those that call the function of this file; for a class, those that call its constructor. */
  public CallQuery calling(FunctionInfo function) {
    return index != null
      ? new CallQuery(index.calling(function))
      : where(call -> call.target().filter(target -> target == function).isPresent());
  }

  /** Those of which the callee's last part is written so: {@code get} for {@code self.session.get}. */
  public CallQuery written(String... simpleNames) {
    return written(Arrays.asList(simpleNames));
  }

  /** Those of which the callee's last part is one of the names. */
  public CallQuery written(Collection<String> simpleNames) {
    return index != null
      ? union(simpleNames.stream().map(index::written))
      : where(call -> simpleNames.contains(call.simpleName()));
  }

  /** True when a callee has a public qualified name that begins so. */
  public boolean hasNameFrom(String prefix) {
    return index != null
      ? index.names().stream().anyMatch(name -> name.startsWith(prefix))
      : calls.stream().anyMatch(call -> call.name().filter(name -> name.startsWith(prefix)).isPresent());
  }

  /** The last parts of the callees, each once. */
  Set<String> simpleNames() {
    return index != null ? index.simpleNames() : calls.stream().map(CallInfo::simpleName).collect(Collectors.toSet());
  }

  /** All of the lists, in source order, each call once. */
  private static CallQuery union(Stream<List<CallInfo>> lists) {
    List<List<CallInfo>> found = lists.filter(list -> !list.isEmpty()).toList();
    if (found.size() < 2) {
      return new CallQuery(found.isEmpty() ? List.of() : found.get(0));
    }
    return new CallQuery(
      found.stream().flatMap(List::stream).distinct().sorted(Comparator.comparingInt(CallInfo::number)).toList());
  }

  /** Those of either, in source order, each call once. */
  public CallQuery or(CallQuery other) {
    return union(Stream.of(calls, other.calls));
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
