package org.usingasyncio.checks.lifecycle;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Startup;
import org.usingasyncio.syntax.Trees;

/**
 * Reports a task that is started before the attribute or global it reads is assigned, with an await between the two: it
 * may run
 * too early. Also a coroutine that never ends, awaited where more is to be done.
 * <p>
 * Silent: state that has a value from the start or that the task checks, and assignments that follow without an await:
 * a task
 * does not run before the next one.
 */
@Rule(key = "UA402")
public final class TaskBeforeItsStateCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Startup startup = Startup.of(file);
    startup.races().forEach(race -> findings
      .at(race.task().call().callee(), "Assign \"%s\" before starting this task, which reads it.", race.state())
      .because(race.read(), "Read by the task.")
      .because(race.assignment(), "Assigned only here."));
    startup.blocked().forEach(blocked -> findings
      .at(blocked.call().callee(), "Start \"%s\" as a task; it never ends, and what follows is not reached.",
        Trees.written(blocked.endless().tree()))
      .because(blocked.endless().definition().get().name(), "Loops for ever.")
      .because(blocked.next().firstToken(), "Not reached."));
  }
}
