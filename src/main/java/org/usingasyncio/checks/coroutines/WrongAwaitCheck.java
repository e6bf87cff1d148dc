package org.usingasyncio.checks.coroutines;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.tree.AwaitExpression;
import org.usingasyncio.checks.Advice;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.model.Awaits;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.Coroutines;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.GeneratorCoroutines;
import org.usingasyncio.syntax.Trees;

/**
 * Reports {@code async} and {@code await} where they do not do what they say: coroutines made from generators, an
 * {@code await} of what cannot be awaited, of the function instead of its coroutine, a coroutine used as a truth value.
 * <p>
 * Silent: what may be awaitable; {@code types.coroutine} around a bare {@code yield}, which is the one way to write a new
 * kind of awaitable.
 */
@Rule(key = "UA201")
public final class WrongAwaitCheck extends AsyncioCheck {

  @RuleProperty(key = "reportNeverSuspending", description = "Report an \"async def\" that never suspends, unless it overrides a method, is decorated, or is used as a callback.", defaultValue = "false")
  public boolean reportNeverSuspending = false;

  @Override
  protected void review(FileModel file, Findings findings) {
    GeneratorCoroutines old = GeneratorCoroutines.of(file);
    old.decorators().forEach(decorator -> findings.at(decorator.tree().expression(),
      "Write \"%s\" as an \"async def\" and await in it.", decorator.function().name()));
    old.delegations().forEach(yield -> findings.at(yield.yieldKeyword(), yield.fromKeyword(),
      "Replace \"yield from\" with \"await\" in an \"async def\"."));
    file.functions().forEach(function -> function.awaits().forEach(await -> reviewAwait(file, await, findings)));
    reviewTests(file, findings);
    if (reportNeverSuspending) {
      Awaits.neverSuspending(file).forEach(function -> findings.at(function.asyncKeyword().orElseThrow(),
        "Remove \"async\" from \"%s\", or await in it.", function.name()));
    }
  }

  private static void reviewAwait(FileModel file, AwaitExpression await, Findings findings) {
    if (Awaits.isCoroutineFunction(file, await.expression())) {
      findings
        .at(await.expression(), "Call \"%s\"; \"await\" takes its coroutine, not the function.",
          Trees.written(await.expression()))
        .fix(Fixes.of("Add the parentheses", Fixes.insertAfter(await.expression(), "()")));
      return;
    }
    Optional<String> reason = Awaits.whyNot(file, await.expression());
    Optional<CallInfo> blocking = file.callOf(await.expression())
      .filter(call -> reason.isPresent() && call.blocking().isPresent() && call.instead().isPresent());
    if (blocking.isPresent()) {
      findings.at(await.awaitToken(), "%s", Advice.toAwait(blocking.get()));
    } else if (reason.isPresent() && Awaits.isListOfCoroutines(file, await.expression())) {
      findings.at(await.awaitToken(), "Pass the coroutines to \"asyncio.gather\"; %s cannot be awaited.", reason.get());
    } else {
      reason.ifPresent(why -> findings.at(await.awaitToken(), "Remove this \"await\"; \"%s\" gives %s.",
        Trees.written(await.expression()), why));
    }
  }

  private static void reviewTests(FileModel file, Findings findings) {
    Coroutines coroutines = Coroutines.of(file);
    for (CallInfo call : file.calls()) {
      if (Awaits.isTested(call) && (coroutines.isCoroutine(call) || coroutines.awaitedElsewhere(call).isPresent())) {
        var finding = findings.at(call.callee(), "Await \"%s\" before testing it; a coroutine is always true.",
          call.writtenName());
        call.target().flatMap(FunctionInfo::asyncKeyword)
          .ifPresent(async -> finding.because(async, "a coroutine function because of this \"async\""));
        coroutines.awaitedElsewhere(call).ifPresent(elsewhere -> finding.because(elsewhere, "awaited here"));
        finding.fix(Fixes.await(call.tree()));
      }
    }
  }
}
