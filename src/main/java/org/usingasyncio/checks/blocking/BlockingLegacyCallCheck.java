package org.usingasyncio.checks.blocking;

import static org.usingasyncio.knowledge.Blocking.LEGACY;

import java.util.stream.Stream;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.usingasyncio.checks.Advice;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.NameList;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.ThreadUse;

/**
 * Reports every other call that is known to block its thread, made on the event loop: subprocesses, sockets, name look-ups,
 * mail, thread queues, threads and futures that are waited for, clients of other systems.
 * <p>
 * Silent: what an argument or an earlier call makes return at once ({@code queue.get(block=False)}, {@code os.WNOHANG},
 * {@code setblocking(False)}); what another rule reports (sleep, HTTP, files, databases).
 */
@Rule(key = "UA505")
public final class BlockingLegacyCallCheck extends AsyncioCheck {

  @RuleProperty(key = "blockingCalls", description = "Comma-separated qualified names of further functions and methods that block, "
    + "for example legacy.client.Client.fetch. A name that ends with \".*\" stands for everything below it.", defaultValue = "")
  public String blockingCalls = "";

  @Override
  protected void review(FileModel file, Findings findings) {
    NameList added = NameList.of(blockingCalls);
    Stream<CallInfo> known = file.facts(BlockingPaths.class, BlockingPaths::new).direct(LEGACY).stream();
    Stream<CallInfo> own = file.callsOnLoop().where(call -> isAdded(call, added)).stream();
    // Waiting for what only this loop can do is a deadlock: UA102 reports it.
    Stream.concat(known, own).filter(call -> !ThreadUse.isBridge(call))
      .forEach(call -> Evidence.onLoop(call, findings.at(call.callee(), Advice.instead(call))));
  }

  private static boolean isAdded(CallInfo call, NameList added) {
    return call.blocking().isEmpty() && call.name().filter(added::contains).isPresent();
  }
}
