package org.usingasyncio.checks.coroutines;

import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.Expression;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.GatherInfo;
import org.usingasyncio.syntax.Calls;

/**
 * Reports {@code gather(…, return_exceptions=True)} whose results nobody looks at for exceptions: errors vanish, or turn up
 * later as values of the wrong type.
 * <p>
 * Silent: the results are tested, raised, matched, or handed on; the tasks were cancelled just before, or only close
 * something, so that their errors do not matter.
 */
@Rule(key = "UA210")
public final class GatherResultsUncheckedCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    GatherInfo.of(file).stream()
      .filter(GatherInfo::returnsExceptions)
      .filter(gather -> gather.results().isPresent())
      .filter(gather -> !isShutdown(gather))
      .forEach(gather -> review(gather, findings));
  }

  private static boolean isShutdown(GatherInfo gather) {
    // for task in tasks: task.cancel(); await gather(*tasks, return_exceptions=True)
    return gather.isOfCancelled()
      // await gather(*(client.close() for client in clients), return_exceptions=True)
      || gather.onlyEnds()
      // In close(), stop(), except and finally, what fails is ignored on purpose.
      || gather.isInCleanUp()
      // for task in tasks: task.exception()
      || gather.asksTasks()
      // The awaited coroutines handle their errors themselves, or a comment says that errors are ignored.
      || gather.isOfHandled() || gather.cannotFail() || gather.isMeantToIgnore()
      // gather(*self.send_all()): who makes them may look at them later.
      || gather.isOfUnseen();
  }

  private static void review(GatherInfo gather, Findings findings) {
    Expression flag = Calls.keyword(gather.call().tree(), "return_exceptions").orElseThrow();
    if (gather.dropsResults()) {
      findings
        .at(gather.call().callee(), "Look at the results of this \"%s\": the exceptions that it returns are lost.",
          gather.call().writtenName())
        .because(flag.parent(), "errors are returned instead of raised");
    } else if (!gather.mayCheckResults()) {
      findings
        .at(gather.call().callee(),
          "Test the results of this \"%s\" with \"isinstance(..., BaseException)\" before they are used.",
          gather.call().writtenName())
        .because(flag.parent(), "errors are returned instead of raised");
    }
  }
}
