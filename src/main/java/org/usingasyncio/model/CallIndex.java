package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.usingasyncio.knowledge.Role;

/** The calls of a file by what rules ask of them, so that a question costs what its answer is long. */
final class CallIndex {

  private final List<CallInfo> calls;
  private Map<String, List<CallInfo>> byName;
  private Map<String, List<CallInfo>> bySimpleName;
  private Map<Role, List<CallInfo>> byRole;
  private List<CallInfo> ofLibraries;
  private Map<FunctionInfo, List<CallInfo>> byTarget;

  CallIndex(List<CallInfo> calls) {
    this.calls = calls;
  }

  List<CallInfo> to(String name) {
    return byName().getOrDefault(name, List.of());
  }

  Set<String> names() {
    return byName().keySet();
  }

  private Map<String, List<CallInfo>> byName() {
    if (byName == null) {
      byName = by(CallInfo::name, new HashMap<>());
    }
    return byName;
  }

  List<CallInfo> written(String simpleName) {
    return bySimpleName().getOrDefault(simpleName, List.of());
  }

  Set<String> simpleNames() {
    return bySimpleName().keySet();
  }

  private Map<String, List<CallInfo>> bySimpleName() {
    if (bySimpleName == null) {
      bySimpleName = by(call -> Optional.of(call.simpleName()), new HashMap<>());
    }
    return bySimpleName;
  }

  List<CallInfo> calling(FunctionInfo function) {
    if (byTarget == null) {
      byTarget = by(CallInfo::target, new IdentityHashMap<>());
    }
    return byTarget.getOrDefault(function, List.of());
  }

  List<CallInfo> playing(Role role) {
    if (byRole == null) {
      byRole = new EnumMap<>(Role.class);
      for (CallInfo call : ofLibraries()) {
        call.fact().ifPresent(fact -> fact.roles()
          .forEach(played -> byRole.computeIfAbsent(played, key -> new ArrayList<>()).add(call)));
      }
    }
    return byRole.getOrDefault(role, List.of());
  }

  List<CallInfo> ofLibraries() {
    if (ofLibraries == null) {
      ofLibraries = new ArrayList<>();
      for (CallInfo call : calls) {
        if (call.fact().isPresent()) {
          ofLibraries.add(call);
        }
      }
    }
    return ofLibraries;
  }

  private <K> Map<K, List<CallInfo>> by(Function<CallInfo, Optional<K>> keyOf, Map<K, List<CallInfo>> found) {
    for (CallInfo call : calls) {
      keyOf.apply(call).ifPresent(key -> found.computeIfAbsent(key, other -> new ArrayList<>()).add(call));
    }
    return found;
  }
}
