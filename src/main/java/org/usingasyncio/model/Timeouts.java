package org.usingasyncio.model;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Trees;

/** Which code runs under a time limit, as far as one file shows. */
public final class Timeouts {

  private static final int CALLERS = 3;

  private final FileModel file;

  private Timeouts(FileModel file) {
    this.file = file;
  }

  public static Timeouts of(FileModel file) {
    return file.facts(Timeouts.class, Timeouts::new);
  }

  /** True when the node, or a call of the function it stands in, is within a timeout or handed to one. */
  public boolean isLimited(Tree node) {
    return isLimited(node, CALLERS, new HashSet<>());
  }

  private boolean isLimited(Tree node, int callers, Set<FunctionInfo> seen) {
    if (isInScope(node) || isArgumentOfLimit(node)) {
      return true;
    }
    FunctionInfo function = file.functionAround(node);
    if (!function.isFunction() || !seen.add(function)) {
      return false;
    }
    // @timeout(10)
    return function.decorators().stream().anyMatch(Timeouts::isLimitName)
      || callers > 0 && callsOf(function).anyMatch(call -> isLimited(call.tree(), callers - 1, seen));
  }

  private java.util.stream.Stream<CallInfo> callsOf(FunctionInfo function) {
    return file.calls().calling(function).stream().filter(call -> call.simpleName().equals(function.name()));
  }

  /** {@code async with asyncio.timeout(5):}, {@code with anyio.fail_after(5):} */
  private boolean isInScope(Tree node) {
    return Trees.enclosingInScope(node, WithStatement.class).stream()
      .filter(with -> Trees.isInside(node, with.statements()))
      .anyMatch(with -> with.withItems().stream().anyMatch(item -> isLimit(item.test())))
      // async with timeout(5), connect(...) as connection:
      || Trees.enclosingInScope(node, WithItem.class).stream()
        .anyMatch(item -> ((WithStatement) item.parent()).withItems().stream()
          .anyMatch(other -> other != item && isLimit(other.test())));
  }

  /** {@code wait_for(connect(), 5)}, {@code run_with_timeout(connect())} */
  private boolean isArgumentOfLimit(Tree node) {
    return Trees.enclosingInScope(node, CallExpression.class).stream()
      .anyMatch(call -> call.argumentList() != null && Trees.isInside(node, call.argumentList()) && isLimit(call));
  }

  private boolean isLimit(Expression expression) {
    return Trees.bare(expression) instanceof CallExpression call
      && (file.callOf(call).filter(known -> known.plays(Role.TIMEOUT_SCOPE)).isPresent()
        || isLimitName(Trees.written(call.callee())));
  }

  /** What a project calls its own limits; a wrong guess only silences. */
  private static boolean isLimitName(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    return plain.contains("timeout") || plain.endsWith("wait_for") || plain.contains("fail_after")
      || plain.contains("move_on") || plain.contains("deadline");
  }
}
