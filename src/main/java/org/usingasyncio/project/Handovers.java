package org.usingasyncio.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.Expression;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Handover;
import org.usingasyncio.names.Value;
import org.usingasyncio.reach.Execution;

/** The functions of other files that a file hands over, to be called later. */
final class Handovers {

  private Handovers() {}

  static List<HandoverSummary> of(FileModel file) {
    List<HandoverSummary> found = new ArrayList<>();
    for (Handover handover : file.handovers()) {
      if (handover.where() == Execution.THREAD && handover.function().isEmpty()) {
        add(file, handover.call(), handover.callable(), isAwaited(handover.call())
          ? HandoverSummary.Where.AWAITED_THREAD
          : HandoverSummary.Where.THREAD, found);
      }
    }
    for (CallInfo call : file.calls().playing(Role.ROUTE, Role.LIFESPAN)) {
      if (call.plays(Role.ROUTE)) {
        call.arguments().forEach(argument -> add(file, call, argument, HandoverSummary.Where.HANDLER, found));
      } else {
        call.arguments().forEach(argument -> add(file, call, argument, HandoverSummary.Where.LIFESPAN, found));
      }
    }
    return List.copyOf(found);
  }

  private static boolean isAwaited(CallInfo call) {
    return call.function().isAsync()
      && (call.isTo("asyncio.to_thread") || call.simpleName().equals("run_in_executor"));
  }

  private static void add(FileModel file, CallInfo call, Expression callable, HandoverSummary.Where where,
    List<HandoverSummary> found) {
    Value value = file.names().valueOf(callable);
    Optional<String> name = value instanceof Value.Named named && named.definition() == null
      ? value.qualifiedName().filter(text -> text.contains(".") && file.knowledge().fact(text).isEmpty())
      : Optional.empty();
    name.ifPresent(target -> found.add(new HandoverSummary(target, Span.of(call.callee()), where)));
  }
}
