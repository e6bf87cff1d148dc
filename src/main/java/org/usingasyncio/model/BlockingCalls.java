package org.usingasyncio.model;

import java.util.Optional;
import org.sonar.plugins.python.api.tree.Expression;
import org.usingasyncio.syntax.Literals;

/** The arguments with which a catalogued blocking call returns at once. */
final class BlockingCalls {

  private BlockingCalls() {}

  /**
   * True for {@code queue.get(block=False)}, {@code lock.acquire(blocking=False)}, {@code thread.join(timeout=0)} and
   * {@code select(…, 0)} (Python 3.12 documentation of {@code queue}, {@code threading}, {@code select}).
   */
  static boolean isHarmless(CallInfo call) {
    return isFalse(call, "block") || isFalse(call, "blocking") || isZero(call.argument(-1, "timeout")) || switch (call.name().orElse("")) {
      case "queue.Queue.get", "queue.SimpleQueue.get", "multiprocessing.Queue.get" -> call.argument(0, "block").filter(Literals::isFalse).isPresent();
      case "queue.Queue.put", "multiprocessing.Queue.put" -> call.argument(1, "block").filter(Literals::isFalse).isPresent();
      case "threading.Thread.join", "concurrent.futures.Future.result" -> isZero(call.argument(0, "timeout"));
      case "select.select" -> isZero(call.argument(3, "timeout"));
      default -> false;
    };
  }

  private static boolean isFalse(CallInfo call, String keyword) {
    return call.argument(-1, keyword).filter(Literals::isFalse).isPresent();
  }

  private static boolean isZero(Optional<Expression> timeout) {
    return timeout.flatMap(Literals::number).filter(seconds -> seconds == 0).isPresent();
  }
}
