package org.usingasyncio.checks.coroutines;

import java.util.List;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.LoopRuns;
import org.usingasyncio.model.NestedRuns;

/**
 * Reports {@code asyncio.run}, {@code run_until_complete} and the like where a loop is running already: they raise a
 * {@code RuntimeError}. Also a call of a function that does so, with the path to it.
 * <p>
 * Silent: run in a thread or process; the function asks first whether a loop is running; {@code nest_asyncio}.
 */
@Rule(key = "UA204")
public final class NestedRunCheck extends AsyncioCheck {

  @RuleProperty(key = Depth.KEY, description = Depth.DESCRIPTION, defaultValue = Depth.DEFAULT)
  public int depth = Integer.parseInt(Depth.DEFAULT);

  @Override
  protected void review(FileModel file, Findings findings) {
    NestedRuns nested = NestedRuns.of(file);
    for (CallInfo run : nested.direct()) {
      Evidence.onLoop(run, findings.at(run.callee(), "%s", direct(run)));
    }
    for (CallInfo run : nested.onRunningLoop()) {
      Finding finding = findings.at(run.callee(),
        "Await the coroutine instead of \"%s\"; this loop is running already.", run.writtenName());
      nested.runningLoop(run).ifPresent(origin -> finding.because(origin.callee(), "gives the running loop"));
    }
    for (List<CallInfo> path : nested.paths()) {
      Evidence.path(path, findings.at(path.get(0).callee(),
        "Replace \"%s\", which runs an event loop, with something to await.", path.get(0).writtenName()));
    }
  }

  private static String direct(CallInfo run) {
    if (run.simpleName().equals("run_forever")) {
      return "Remove \"%s\"; a loop is running already.".formatted(run.writtenName());
    }
    boolean isProgram = run.plays(Role.RUNS_PROGRAM) && !run.name().orElse("").startsWith("asyncio.");
    return (isProgram
      ? "Start the server with a coroutine instead of \"%s\"; a loop is running already."
      : "Await the coroutine instead of \"%s\"; a loop is running already.").formatted(run.writtenName());
  }
}
