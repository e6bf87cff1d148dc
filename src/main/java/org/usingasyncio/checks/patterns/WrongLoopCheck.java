package org.usingasyncio.checks.patterns;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.quickfix.PythonQuickFix;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Iterations;
import org.usingasyncio.syntax.Trees;

/**
 * Reports {@code for} over an asynchronous iterable and {@code async for} over a synchronous one, both of which raise
 * {@code TypeError}, and {@code while True} loops that do by hand what {@code async for} does.
 * <p>
 * Silent: iterables of which nothing is known, and classes that can be iterated both ways.
 */
@Rule(key = "UA304")
public final class WrongLoopCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Iterations iterations = Iterations.of(file);
    iterations.syncOverAsync().forEach(loop -> findings
      .at(loop.iterable(), "Iterate over \"%s\" with \"async for\".", Trees.written(loop.iterable()))
      .because(loop.forKeyword(), "A plain loop cannot iterate over it.")
      .fix(addAsync(loop)));
    iterations.asyncOverSync().forEach(loop -> findings
      .at(loop.iterable(), "Iterate over \"%s\" with a plain \"for\".", Trees.written(loop.iterable()))
      .because(loop.asyncKeyword(), "It is no asynchronous iterable.")
      .fix(Fixes.of("Remove \"async\"", Fixes.replace(loop.asyncKeyword(), loop.forKeyword(), "for"))));
    iterations.byHand().forEach(loop -> findings
      .at(loop.loop().whileKeyword(), "Replace this loop with \"async for\" over \"%s\".",
        Trees.written(loop.iterable()))
      .because(loop.call().tree(), "Takes one element by hand."));
  }

  /** Only a coroutine may iterate asynchronously; what stands in {@code enumerate} needs more than a word. */
  private static Optional<PythonQuickFix> addAsync(Iterations.Loop loop) {
    return loop.function().isAsync() && !(loop.iterable().parent() instanceof RegularArgument)
      ? Optional.of(Fixes.of("Add \"async\"", Fixes.insertBefore(loop.forKeyword(), "async ")))
      : Optional.empty();
  }
}
