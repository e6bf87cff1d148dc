package org.usingasyncio.checks.patterns;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.AsyncContexts;
import org.usingasyncio.model.FileModel;

/**
 * Reports asynchronous context managers that cannot be entered, do not clean up, or hide exceptions: one half of the pair, a
 * synchronous or wrongly declared half, an empty or swallowing {@code __aexit__}, a {@code yield} whose cleanup an
 * error skips.
 * <p>
 * Silent: protocols, abstract methods, and classes whose bases may bring the other half.
 */
@Rule(key = "UA302")
public final class BrokenContextManagerCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    AsyncContexts.defectsOf(file).forEach(
      defect -> findings.at(defect.place(), "%s", defect.advice()).because(defect.evidence(), "%s", defect.because()));
  }
}
