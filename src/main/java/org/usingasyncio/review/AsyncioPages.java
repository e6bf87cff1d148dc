package org.usingasyncio.review;

import java.util.List;
import org.sonar.api.web.page.Context;
import org.sonar.api.web.page.Page;
import org.sonar.api.web.page.Page.Qualifier;
import org.sonar.api.web.page.Page.Scope;
import org.sonar.api.web.page.PageDefinition;

/** The pages of the plugin: the key of each names the script that draws it, {@code static/<page>.js}. */
public final class AsyncioPages implements PageDefinition {

  @Override
  public void define(Context context) {
    all().forEach(context::addPage);
  }

  static List<Page> all() {
    return List.of(
      Page.builder("usingasyncio/review").setName("Asyncio review")
        .setScope(Scope.COMPONENT).setComponentQualifiers(Qualifier.PROJECT)
        .build(),
      Page.builder("usingasyncio/portfolio").setName("Asyncio portfolio")
        .setScope(Scope.GLOBAL)
        .build(),
      // Not an administration page: those who may administer profiles and gates need not be administrators of the server.
      Page.builder("usingasyncio/setup").setName("Asyncio set-up")
        .setScope(Scope.GLOBAL)
        .build());
  }
}
