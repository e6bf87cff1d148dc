package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** What makes a catalogued blocking call return at once. */
final class BlockingCalls {

  private static final List<String> KERNEL_FILES = List.of("/proc/", "/sys/", "/dev/null", "/dev/urandom", "/dev/random");

  private BlockingCalls() {}

  /**
   * True for a constructor without arguments, for {@code queue.get(block=False)}, {@code thread.join(timeout=0)}, and for
   * what the fact itself excepts: an argument ({@code os.WNOHANG}), or a method called on the same receiver
   * ({@code setblocking}). Source: Python 3.12 documentation of queue, threading, concurrent.futures.
   */
  static boolean isHarmless(CallInfo call) {
    return isFalse(call, "block") || isFalse(call, "blocking") || isZero(call.argument(-1, "timeout"))
      || opensKernelFile(call) || wrapsPipe(call)
      || call.fact().filter(fact -> isExcepted(call, fact)).isPresent();
  }

  /** {@code open("/proc/self/stat")}, {@code Path("/sys/class/net").exists()}: no disk delays what the kernel makes up. */
  private static boolean opensKernelFile(CallInfo call) {
    Optional<Expression> path = call.argument(0, "file").or(() -> call.receiver().filter(CallExpression.class::isInstance)
      .flatMap(made -> call.file().callOf(made)).flatMap(made -> made.argument(0, "")));
    return path.flatMap(Literals::rawText).filter(text -> KERNEL_FILES.stream().anyMatch(text::startsWith)).isPresent();
  }

  /** {@code loop.connect_read_pipe(factory, os.fdopen(fd))}: the descriptor of a pipe is wrapped, no file is opened. */
  private static boolean wrapsPipe(CallInfo call) {
    return call.use().is(Use.How.ARGUMENT)
      && call.file().callOf(call.use().site()).filter(user -> user.simpleName().matches("connect_(read|write)_pipe")).isPresent();
  }

  private static boolean isExcepted(CallInfo call, Fact fact) {
    return fact.isClass() && call.tree().arguments().isEmpty()
      || call.arguments().stream().anyMatch(argument -> isOneOf(call.file(), argument, fact.unless().given()))
      || !fact.unless().called().isEmpty() && isSwitchedOff(call, fact.unless().called());
  }

  private static boolean isOneOf(FileModel file, Expression argument, List<String> given) {
    return !given.isEmpty() && (given.contains(Trees.written(argument))
      || file.names().nameOf(argument).filter(given::contains).isPresent()
      || file.names().typeOf(argument).filter(given::contains).isPresent());
  }

  private static boolean isSwitchedOff(CallInfo call, List<String> methods) {
    return call.receiver().isPresent() && call.file().calls().stream()
      .filter(other -> methods.contains(other.simpleName()))
      .anyMatch(other -> other.receiver().filter(receiver -> isSame(receiver, call.receiver().get())).isPresent());
  }

  /** The same variable, or an attribute that is written alike. */
  private static boolean isSame(Expression one, Expression other) {
    Optional<Variable> variable = Variable.of(Trees.bare(one));
    return variable.isPresent() ? variable.get().is(Trees.bare(other)) : Trees.written(one).equals(Trees.written(other));
  }

  private static boolean isFalse(CallInfo call, String keyword) {
    return call.argument(-1, keyword).filter(Literals::isFalse).isPresent();
  }

  private static boolean isZero(Optional<Expression> timeout) {
    return timeout.flatMap(Literals::number).filter(seconds -> seconds == 0).isPresent();
  }
}
