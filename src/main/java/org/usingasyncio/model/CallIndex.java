package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.usingasyncio.knowledge.Role;

/** The calls of a file by what rules ask of them, so that a question costs what its answer is long. */
final class CallIndex {

  private final List<CallInfo> calls;
  private Map<String, List<CallInfo>> byName;
  private Map<String, List<CallInfo>> bySimpleName;
  private Map<Role, List<CallInfo>> byRole;
  private Map<FunctionInfo, List<CallInfo>> byTarget;

  CallIndex(List<CallInfo> calls) {
    this.calls = calls;
  }

  List<CallInfo> to(String name) {
    if (byName == null) {
      byName = by(CallInfo::name, new HashMap<>());
    }
    return byName.getOrDefault(name, List.of());
  }

  List<CallInfo> written(String simpleName) {
    if (bySimpleName == null) {
      bySimpleName = by(call -> Optional.of(call.simpleName()), new HashMap<>());
    }
    return bySimpleName.getOrDefault(simpleName, List.of());
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
      for (CallInfo call : calls) {
        call.fact().ifPresent(fact -> fact.roles()
          .forEach(played -> byRole.computeIfAbsent(played, key -> new ArrayList<>()).add(call)));
      }
    }
    return byRole.getOrDefault(role, List.of());
  }

  private <K> Map<K, List<CallInfo>> by(Function<CallInfo, Optional<K>> keyOf, Map<K, List<CallInfo>> found) {
    for (CallInfo call : calls) {
      keyOf.apply(call).ifPresent(key -> found.computeIfAbsent(key, other -> new ArrayList<>()).add(call));
    }
    return found;
  }
}
