package org.usingasyncio.checks.libraries;

import static org.usingasyncio.model.ResourceInfo.Family.ASYNC_FILE;
import static org.usingasyncio.model.ResourceInfo.Home.LOCAL;
import static org.usingasyncio.model.ResourceInfo.Home.NONE;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Leaks;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.ResourceInfo;

/**
 * Reports a file of aiofiles that is opened without {@code async with} and not closed, or not in a {@code finally}: what was
 * written may stay in the buffer, and the descriptor stays open.
 * <p>
 * Silent: a file that is returned, stored or passed on. Files in attributes belong to UA410.
 */
@Rule(key = "UA606")
public final class AsyncFileNotEnteredCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Leaks.neverClosed(file, ASYNC_FILE, LOCAL, NONE)
      .filter(resource -> resource.home() == LOCAL || resource.isUsedInPassing())
      .forEach(resource -> Leaks.report(findings, resource, "Open \"%s\" with \"async with\"; nothing closes it.",
        name(resource)));
    Leaks.of(file, ASYNC_FILE)
      .forEach(resource -> resource.riskBeforeClosing().ifPresent(risk -> Leaks
        .report(findings, resource,
          "Open \"%s\" with \"async with\"; it stays open when an error occurs before it is closed.", name(resource))
        .because(risk.firstToken(), "An error or cancellation here skips the closing.")
        .because(resource.straightClosing().get().tree(), "Closed on the straight path only.")));
  }

  private static String name(ResourceInfo resource) {
    return resource.heldBy().orElseGet(resource.opening()::writtenName);
  }
}
