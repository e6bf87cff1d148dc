package org.usingasyncio.checks.concurrency;

import static org.usingasyncio.model.ResourceInfo.Family.EXECUTOR;
import static org.usingasyncio.model.ResourceInfo.Home.ATTRIBUTE;
import static org.usingasyncio.model.ResourceInfo.Home.GLOBAL;
import static org.usingasyncio.model.ResourceInfo.Home.LOCAL;
import static org.usingasyncio.model.ResourceInfo.Home.NONE;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Leaks;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.ProgramFiles;
import org.usingasyncio.model.ResourceInfo;

/**
 * Reports a thread or process pool that its owner never shuts down: its workers outlive it, work that is still queued
 * delays or outlives the end of the program, and a function that makes one for every call collects threads.
 * <p>
 * Silent: a {@code with} statement, {@code shutdown} anywhere in the owner's reach, {@code set_default_executor}, exit
 * stacks and {@code atexit}; a pool of the module of which each job is waited for where it is submitted; files that do
 * not use asyncio.
 */
@Rule(key = "UA107")
public final class ExecutorNotShutDownCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    if (!ProgramFiles.usesAsyncio(file)) {
      return;
    }
    Leaks.neverClosed(file, EXECUTOR, LOCAL, NONE, ATTRIBUTE, GLOBAL)
      .filter(executor -> !executor.isLeftToEmptyExit())
      // The thread of the process for a library that wants one thread: it waits for work, and Python joins it at the end.
      .filter(executor -> !executor.isIdleAtExit())
      .forEach(executor -> Leaks.report(findings, executor, message(executor)));
  }

  private static String message(ResourceInfo executor) {
    String name = executor.heldBy().orElseGet(executor.opening()::writtenName);
    return executor.home() == LOCAL || executor.home() == NONE
      ? "Open \"%s\" with a \"with\" statement; nothing shuts it down.".formatted(name)
      : "Shut down \"%s\" with \"%s\"; nothing does.".formatted(name, executor.closingCode());
  }
}
