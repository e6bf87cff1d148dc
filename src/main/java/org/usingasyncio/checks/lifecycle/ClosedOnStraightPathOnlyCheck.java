package org.usingasyncio.checks.lifecycle;

import static org.usingasyncio.model.ResourceInfo.Family.ASYNC_FILE;
import static org.usingasyncio.model.ResourceInfo.Family.EXECUTOR;
import static org.usingasyncio.model.ResourceInfo.Family.HANDLE;
import static org.usingasyncio.model.ResourceInfo.Family.UNREVIEWED;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Leaks;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.LockHolds;
import org.usingasyncio.model.ManualEntry;
import org.usingasyncio.model.ResourceInfo;

/**
 * Reports what is closed, or released, on the straight path only: an error, a cancellation or an early return between the
 * opening and the closing leaves it open. Also {@code __aenter__} called by hand.
 * <p>
 * Silent: a closing in {@code finally} or {@code except}, a {@code with} statement, an exit stack. Files of aiofiles have a
 * rule of their own; to wait for a subprocess is no closing.
 */
@Rule(key = "UA403")
public final class ClosedOnStraightPathOnlyCheck extends AsyncioCheck {

  private static final Set<ResourceInfo.Family> OTHERS = Set.of(ASYNC_FILE, EXECUTOR, HANDLE, UNREVIEWED);

  @Override
  protected void review(FileModel file, Findings findings) {
    Stream.of(ResourceInfo.Family.values()).filter(family -> !OTHERS.contains(family))
      .flatMap(family -> Leaks.of(file, family))
      .filter(resource -> !resource.isKind("process", "server") && !resource.endsWithItsParent())
      .forEach(resource -> resource.riskBeforeClosing().ifPresent(risk -> report(findings, resource, risk)));
    LockHolds.of(file).forEach(hold -> hold.riskBeforeRelease().ifPresent(risk -> findings
      .at(hold.acquire().callee(),
        "Hold \"%s\" with \"async with\"; it stays locked when an error occurs before \"release\".", hold.lock())
      .because(risk, "An error or cancellation here skips the release.")
      .because(hold.firstRelease().map(release -> (Tree) release.tree()).orElse(null),
        "Released on the straight path only.")));
    ManualEntry.of(file).forEach(entry -> findings
      .at(entry.callee(), "Use \"async with\" instead of calling \"__aenter__\" by hand."));
  }

  private static void report(Findings findings, ResourceInfo resource, Tree risk) {
    String name = resource.heldBy().orElseGet(resource.opening()::writtenName);
    String message = resource.canBeEntered()
      ? "Open \"%s\" with \"async with\"; it stays open when an error occurs before it is closed.".formatted(name)
      : "Close \"%s\" in a \"finally\" block; it stays open when an error occurs before.".formatted(name);
    Optional<Tree> closing = resource.straightClosing().map(call -> call.tree());
    Leaks.report(findings, resource, "%s", message)
      .because(risk.firstToken(), "An error or cancellation here skips the closing.")
      .because(closing.orElse(null), "Closed on the straight path only.");
  }
}
