package org.usingasyncio;

import org.sonar.api.Plugin;
import org.sonar.api.SonarProduct;
import org.usingasyncio.debt.AsyncioMeasures;
import org.usingasyncio.debt.AsyncioMetrics;
import org.usingasyncio.review.AsyncioPages;
import org.usingasyncio.rules.FailureReport;
import org.usingasyncio.rules.ParameterReport;
import org.usingasyncio.rules.ProjectReview;
import org.usingasyncio.rules.UsingAsyncioProfile;
import org.usingasyncio.rules.UsingAsyncioRules;

/** The door: what SonarQube sees of this plugin. */
public final class UsingAsyncioPlugin implements Plugin {

  @Override
  public void define(Context context) {
    context.addExtensions(UsingAsyncioRules.class, UsingAsyncioProfile.class);
    if (context.getRuntime().getProduct() != SonarProduct.SONARLINT) {
      // In an IDE there is no project phase and nobody to read a warning.
      context.addExtensions(ProjectReview.class, FailureReport.class, ParameterReport.class, AsyncioMetrics.class,
        AsyncioMeasures.class, AsyncioPages.class);
    }
  }
}
