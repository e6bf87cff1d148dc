package org.usingasyncio.checks.lifecycle;

import static org.usingasyncio.model.ResourceInfo.Family.ASYNC;
import static org.usingasyncio.model.ResourceInfo.Family.ASYNC_FILE;
import static org.usingasyncio.model.ResourceInfo.Family.CLIENT_SESSION;
import static org.usingasyncio.model.ResourceInfo.Family.HANDLE;
import static org.usingasyncio.model.ResourceInfo.Home.ATTRIBUTE;
import static org.usingasyncio.model.ResourceInfo.Home.GLOBAL;

import java.util.stream.Stream;
import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Leaks;
import org.usingasyncio.model.AttributeInfo;
import org.usingasyncio.model.ClassInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.ProgramFiles;
import org.usingasyncio.model.ResourceInfo;

/**
 * Reports a session, connection, client, stream or file that an attribute or a variable of the module keeps and that
 * nothing closes: the owner has no way to give it back.
 * <p>
 * Silent: any closing in the class, its bases and subclasses of the file, or through another object of the file; a base
 * class of the project that has a closing method; a public variable of a module that is no program. Pools and executors
 * have rules of their own.
 */
@Rule(key = "UA410")
public final class OwnedResourceNeverClosedCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    if (!ProgramFiles.usesAsyncio(file)) {
      return;
    }
    Stream.of(CLIENT_SESSION, ASYNC, ASYNC_FILE, HANDLE)
      .flatMap(family -> Leaks.neverClosed(file, family, ATTRIBUTE, GLOBAL))
      .filter(resource -> resource.family() != HANDLE || isKeptByAsynchronousClass(resource))
      .filter(resource -> !resource.endsWithItsParent() && !resource.isLeftToEmptyExit())
      .forEach(resource -> Leaks.report(findings, resource, "Close \"%s\" with \"%s\"%s.", resource.heldBy().orElse(""),
        resource.closingCode(), where(resource)));
  }

  private static String where(ResourceInfo resource) {
    return resource.attribute()
      .map(attribute -> "; no method of \"%s\" does".formatted(attribute.owner().name()))
      .orElse(" when the program stops; nothing does");
  }

  /** A file of a synchronous class is no matter of asyncio. */
  private static boolean isKeptByAsynchronousClass(ResourceInfo resource) {
    return resource.attribute().map(AttributeInfo::owner).map(ClassInfo::methods)
      .filter(methods -> methods.stream().anyMatch(method -> method.isAsync())).isPresent();
  }
}
