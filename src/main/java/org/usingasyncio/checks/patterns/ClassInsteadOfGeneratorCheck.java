package org.usingasyncio.checks.patterns;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.SmallContexts;

/**
 * Reports a class that is nothing but {@code __init__}, {@code __aenter__} and {@code __aexit__}: a generator function under
 * {@code asynccontextmanager} says the same in one place, with a {@code try} around what must be undone.
 * <p>
 * Silent: classes with other members, bases or subclasses, and those that are used in another way than {@code async with}.
 */
@Rule(key = "UA303")
public final class ClassInsteadOfGeneratorCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    SmallContexts.of(file).forEach(type -> findings
      .at(type.tree().name(), "Replace \"%s\" with a function under \"contextlib.asynccontextmanager\".", type.name())
      .because(type.method("__aenter__").map(method -> method.definition().get().name()).orElse(null),
        "Becomes the part before \"yield\".")
      .because(type.method("__aexit__").map(method -> method.definition().get().name()).orElse(null),
        "Becomes a \"finally\" clause."));
  }
}
