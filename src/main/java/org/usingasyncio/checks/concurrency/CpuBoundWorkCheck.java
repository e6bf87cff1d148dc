package org.usingasyncio.checks.concurrency;

import java.util.List;
import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.usingasyncio.checks.Advice;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Parameters;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.LongLoops;
import org.usingasyncio.model.LongLoops.LongLoop;

/**
 * Reports long computations on the event loop: calls that the libraries' facts name (hashing of passwords, compression,
 * images, whole documents), loops of many turns without an {@code await}, and functions of the file that come to either.
 * <p>
 * Silent: handed to an executor; the loop gives control back ({@code await asyncio.sleep(0)}) or may be left early; its
 * number of turns is not written out.
 */
@Rule(key = "UA101")
public final class CpuBoundWorkCheck extends AsyncioCheck {

  private static final String ITERATIONS = "100000";

  @RuleProperty(key = "iterations", description = "Number of turns, nested loops multiplied, from which a loop without \"await\" is reported.", type = "INTEGER", defaultValue = ITERATIONS)
  public String iterations = ITERATIONS;

  @RuleProperty(key = Depth.KEY, description = Depth.DESCRIPTION, type = "INTEGER", defaultValue = Depth.DEFAULT)
  public String depth = Depth.DEFAULT;

  @Override
  protected void review(FileModel file, Findings findings) {
    BlockingPaths paths = file.facts(BlockingPaths.class, BlockingPaths::new);
    paths.computing()
      .forEach(call -> Evidence.onLoop(call, findings.at(call.callee(), Advice.instead(call))));

    LongLoops loops = file.facts(LongLoops.class, LongLoops::new);
    file.functions().stream().filter(FunctionInfo::isOnLoop)
      .forEach(function -> loops.of(function, turns()).forEach(loop -> reportLoop(function, loop, findings)));

    // A helper that also blocks is reported once, by UA104: it goes to an executor as a whole.
    paths.from(call -> computes(call) || loopIn(call, loops).isPresent()).stream()
      .filter(path -> !paths.waitsInside(path.get(0)))
      .forEach(path -> reportPath(path, loops, findings));
    file.callsOnLoop().where(call -> loopIn(call, loops).isPresent() && !paths.waitsInside(call))
      .forEach(call -> reportPath(List.of(call), loops, findings));
  }

  private static boolean computes(CallInfo call) {
    return call.cpu() != Fact.Cpu.NONE;
  }

  /** The long loop in the synchronous function that the call runs. */
  private Optional<LongLoop> loopIn(CallInfo call, LongLoops loops) {
    return call.file().callGraph().runBy(call)
      .filter(function -> !function.isOnLoop())
      .flatMap(function -> loops.of(function, turns()).stream().findFirst());
  }

  private static void reportLoop(FunctionInfo function, LongLoop loop, Findings findings) {
    Finding finding = findings.at(loop.range(),
      "Run this loop of %,d turns in a ProcessPoolExecutor, or await \"asyncio.sleep(0)\" in it.", loop.turns());
    function.loopEvidence().ifPresent(place -> finding.because(place, "on the event loop because of this"));
  }

  private void reportPath(List<CallInfo> path, LongLoops loops, Findings findings) {
    CallInfo call = path.get(0);
    CallInfo last = path.get(path.size() - 1);
    Finding finding = Evidence.path(path, Evidence.onLoop(call,
      findings.at(call.callee(), "Run \"%s\" in an executor, it computes for long: %s.", BlockingPaths.subject(path),
        BlockingPaths.written(path))));
    loopIn(last, loops).ifPresent(loop -> finding.because(loop.range(), "%,d turns", loop.turns()));
  }

  private long turns() {
    return Parameters.number(iterations, ITERATIONS);
  }
}
