package org.usingasyncio.checks.blocking;

import org.sonar.check.Rule;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.LambdaExpression;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.model.FileModel;

/** Reports {@code time.sleep} on the event loop: every other task stops for as long. */
@Rule(key = "UA501")
public final class BlockingSleepCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    file.tree().accept(new SleepVisitor(findings));
  }

  /** Stands in for the question to the model until the model can answer it. */
  private static final class SleepVisitor extends BaseTreeVisitor {
    private final Findings findings;
    private FunctionDef coroutine;

    SleepVisitor(Findings findings) {
      this.findings = findings;
    }

    @Override
    public void visitFunctionDef(FunctionDef function) {
      FunctionDef outer = coroutine;
      coroutine = function.asyncKeyword() == null ? null : function;
      scan(function.body());
      coroutine = outer;
    }

    @Override
    public void visitLambda(LambdaExpression lambda) {
      // runs elsewhere
    }

    @Override
    public void visitCallExpression(CallExpression call) {
      Symbol callee = call.calleeSymbol();
      if (coroutine != null && callee != null && "time.sleep".equals(callee.fullyQualifiedName())) {
        findings.at(call.callee(), "Replace \"time.sleep\" with \"await asyncio.sleep\".")
          .because(coroutine.asyncKeyword(), "On the event loop because of this \"async\".")
          .fix(Fixes.awaitInstead(call, "asyncio.sleep"));
      }
      super.visitCallExpression(call);
    }
  }
}
