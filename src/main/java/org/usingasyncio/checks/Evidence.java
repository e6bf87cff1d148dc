package org.usingasyncio.checks;

import java.util.List;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.reach.Execution;

/** Secondary locations that several rules show. */
public final class Evidence {

  private Evidence() {}

  /** Shows why the call runs on the event loop: the {@code async} before the {@code def}, or who hands over the callback. */
  public static Finding onLoop(CallInfo call, Finding finding) {
    return onLoop(call.function(), finding);
  }

  /** Shows why the function runs on the event loop. */
  public static Finding onLoop(FunctionInfo function, Finding finding) {
    boolean isAsync = function.isAsync();
    boolean isHandedOver = function.handover(Execution.LOOP).isPresent();
    function.loopEvidence().ifPresent(place -> finding.because(place, isAsync
      ? "on the event loop because of this \"async\""
      : "on the event loop because " + (isHandedOver ? "it is handed over here" : "the loop calls this method")));
    return finding;
  }

  /** Shows each call on the way from a coroutine to what it reaches, the last one as the offending call. */
  public static Finding path(List<CallInfo> path, Finding finding) {
    return hops(path.subList(1, path.size()), finding);
  }

  /** Shows each of the calls, the last one as the offending call. */
  public static Finding hops(List<CallInfo> calls, Finding finding) {
    for (CallInfo hop : calls) {
      String text = hop == calls.get(calls.size() - 1) ? "\"%s\" is called here" : "which calls \"%s\"";
      finding.because(hop.callee(), text, hop.writtenName());
    }
    return finding;
  }
}
