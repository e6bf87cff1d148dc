package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.WithItem;
import org.usingasyncio.syntax.Trees;

/** What is submitted to a pool of threads or processes, and whether the code waits for it on the spot. */
public final class PoolJobs {

  private PoolJobs() {}

  /** {@code pool.submit(work).result()}, also under a name: when the function returns, the job is done. */
  public static boolean isWaitedFor(CallInfo submit) {
    return submit.simpleName().equals("submit")
      && Life.of(submit.file(), submit.tree()).uses().stream().anyMatch(PoolJobs::isResult);
  }

  private static boolean isResult(Use use) {
    return use.is(Use.How.CHAINED) && use.site() instanceof QualifiedExpression method
      && method.name().name().equals("result");
  }

  /** {@code with ThreadPoolExecutor() as pool: return pool.submit(work).result()}: one thread is all that it starts. */
  public static boolean isForOneJob(CallInfo pool) {
    List<Use> uses = pool.use().site() instanceof WithItem item && item.expression() instanceof Name name
      ? Variable.of(name).map(Variable::reads).orElse(List.of()).stream()
        .filter(read -> Trees.isInside(read, item.parent())).map(Use::of).toList()
      : List.of(pool.use());
    return uses.size() == 1 && pool.file().methodCall(uses.get(0))
      .filter(submit -> isWaitedFor(submit) && submit.loops().equals(pool.loops())
        && submit.comprehension().equals(pool.comprehension()))
      .isPresent();
  }
}
