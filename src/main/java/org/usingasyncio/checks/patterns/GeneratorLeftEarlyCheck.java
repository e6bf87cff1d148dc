package org.usingasyncio.checks.patterns;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.AsyncGenerators;
import org.usingasyncio.syntax.Trees;

/**
 * Reports an asynchronous generator with cleanup that is left before its end: the cleanup runs when the garbage collector
 * comes by, in another task, or never. Also a {@code yield} inside a task group or timeout, which then cancels the
 * wrong task.
 * <p>
 * Silent: {@code aclosing}, generators without cleanup, and decorated ones such as context managers and fixtures.
 */
@Rule(key = "UA305")
public final class GeneratorLeftEarlyCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    AsyncGenerators generators = AsyncGenerators.of(file);
    generators.leftEarly().forEach(left -> findings
      .at(left.generator().callee(), "Wrap \"%s\" in \"contextlib.aclosing\"; it is left before its end.",
        left.generator().writtenName())
      .because(left.exit(), "Left here.")
      .because(left.cleanup(), "This cleanup is not run then."));
    generators.scopedYields().forEach(scoped -> findings
      .at(scoped.yield(), "Do not yield inside \"%s\" in an asynchronous generator; collect first, or use a queue.",
        Trees.written(scoped.scope().callee()))
      .because(scoped.scope().callee(), "Stays open while the consumer runs."));
  }
}
