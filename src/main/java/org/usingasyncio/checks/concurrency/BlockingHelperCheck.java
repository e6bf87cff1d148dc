package org.usingasyncio.checks.concurrency;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.quickfix.PythonQuickFix;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.checks.NameList;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.ExecutorCalls;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Handover;
import org.usingasyncio.syntax.Trees;

/**
 * Reports work that should be done by an executor and is not: a synchronous function of the project that blocks, called on
 * the event loop; work that is done before it is handed over ({@code to_thread(work())}); a coroutine function that is
 * handed over, and never runs; and a hand-over whose result nobody waits for.
 * <p>
 * Silent: the blocking call stands in the coroutine itself (UA501 to UA505); the function is handed over without being
 * called; it is a coroutine function, or a generator that nothing iterates; a decorator may run it elsewhere.
 */
@Rule(key = "UA104")
public final class BlockingHelperCheck extends AsyncioCheck {

  @RuleProperty(key = "blockingCalls", description = "Comma-separated qualified names of further functions and methods that block, "
    + "for example legacy.client.Client.fetch. A name that ends with \".*\" stands for everything below it.", defaultValue = "")
  public String blockingCalls = "";

  @RuleProperty(key = Depth.KEY, description = Depth.DESCRIPTION, type = "INTEGER", defaultValue = Depth.DEFAULT)
  public String depth = Depth.DEFAULT;

  @Override
  protected void review(FileModel file, Findings findings) {
    NameList added = NameList.of(blockingCalls);
    Predicate<CallInfo> blocks = call -> BlockingPaths.waits(call) || call.name().filter(added::contains).isPresent();
    BlockingPaths paths = file.facts(BlockingPaths.class, BlockingPaths::new);
    paths.from(blocks).forEach(path -> reportPath(path, findings));
    paths.throughProperties(blocks).forEach(property -> reportProperty(property, findings));
    file.callsOnLoop().to(BlockingPaths.SEARCHES_PROGRAMS).forEach(call -> Evidence.onLoop(call,
      findings.at(call.callee(), "Run \"%s\" in a thread, it searches the disk.", call.writtenName())));

    ExecutorCalls executors = file.facts(ExecutorCalls.class, ExecutorCalls::new);
    executors.madeTooEarly().forEach(handover -> reportTooEarly(handover, findings));
    executors.ofCoroutines().forEach(handover -> findings
      .at(handover.callable(), "Await \"%s\" on the event loop, in an executor a coroutine function never runs.",
        ExecutorCalls.written(handover))
      .because(handover.call().callee(), "handed over here"));
    executors.dropped().forEach(call -> Evidence.onLoop(call,
      findings.at(call.callee(), "Await the result of \"%s\" or keep it, so that its errors are seen.",
        call.writtenName())));
  }

  private static void reportPath(List<CallInfo> path, Findings findings) {
    CallInfo call = path.get(0);
    // what is awaited gives something of the loop, and cannot move to a thread as a whole
    String message = call.isAwaited()
      ? "Make \"%s\" await instead, it blocks the event loop: %s."
      : "Run \"%s\" in a thread, it blocks the event loop: %s.";
    Evidence.path(path, Evidence.onLoop(call,
      findings.at(call.callee(), message, BlockingPaths.subject(path), BlockingPaths.written(path))));
  }

  private static void reportProperty(BlockingPaths.PropertyRead property, Findings findings) {
    String written = Trees.written(property.read());
    Evidence.hops(property.way(), Evidence.onLoop(property.function(), findings.at(property.read(),
      "Read \"%s\" in a thread, it blocks the event loop: %s → %s.", property.read().name().name(), written,
      BlockingPaths.written(property.way()))));
  }

  private static void reportTooEarly(Handover handover, Findings findings) {
    CallExpression made = (CallExpression) handover.callable();
    findings
      .at(made, "Pass \"%s\" and its arguments, this call is made before it is handed over.",
        ExecutorCalls.written(handover))
      .because(handover.call().callee(), "handed over here")
      .fix(passFunction(made));
  }

  /** {@code to_thread(work(a, b))} to {@code to_thread(work, a, b)}. */
  private static Optional<PythonQuickFix> passFunction(CallExpression made) {
    boolean isPlain = made.arguments().stream().allMatch(argument -> Trees.source(argument).indexOf('=') < 0);
    if (!isPlain || made.argumentList() != null && made.arguments().isEmpty()) {
      return Optional.empty();
    }
    String description = "Pass the function and its arguments";
    return Optional.of(made.arguments().isEmpty()
      ? Fixes.of(description, Fixes.remove(made.leftPar(), made.rightPar()))
      : Fixes.of(description, Fixes.replace(made.leftPar(), ", "), Fixes.remove(made.rightPar())));
  }
}
