package org.usingasyncio.checks.lifecycle;

import static org.usingasyncio.model.ResourceInfo.Family.ASYNC;
import static org.usingasyncio.model.ResourceInfo.Family.ASYNC_FILE;
import static org.usingasyncio.model.ResourceInfo.Family.CLIENT_SESSION;
import static org.usingasyncio.model.ResourceInfo.Family.HANDLE;
import static org.usingasyncio.model.ResourceInfo.Home.ATTRIBUTE;
import static org.usingasyncio.model.ResourceInfo.Home.GLOBAL;
import static org.usingasyncio.project.Suspicion.Question.ENDED_BY_FAMILY;
import static org.usingasyncio.project.Suspicion.Question.ENDED_ELSEWHERE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Leaks;
import org.usingasyncio.checks.Undecided;
import org.usingasyncio.model.AttributeInfo;
import org.usingasyncio.model.ClassInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.ProgramFiles;
import org.usingasyncio.model.ResourceInfo;
import org.usingasyncio.project.Suspicion;

/**
 * Reports a session, connection, client, stream or file that an attribute or a variable of the module keeps and that
 * nothing closes: the owner has no way to give it back.
 * <p>
 * Silent: any closing in the class, its bases and subclasses, or through another object; a public variable of a module
 * that another file may close. What other files do is decided in the project phase. Pools and executors have rules of
 * their own.
 */
@Rule(key = "UA410")
public final class OwnedResourceNeverClosedCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    if (!ProgramFiles.usesAsyncio(file)) {
      return;
    }
    kept(file).filter(ResourceInfo::isNeverClosed)
      .filter(resource -> !Undecided.isDecidedLater(file) || !resource.mayBeClosedByFamily())
      .forEach(resource -> Leaks.report(findings, resource, "%s", message(resource)));
  }

  /** What classes and modules of the file keep, and the file does not close: a relative or another module may. */
  public static List<Suspicion> undecided(FileModel file) {
    List<Suspicion> found = new ArrayList<>();
    if (ProgramFiles.usesAsyncio(file)) {
      kept(file).filter(ResourceInfo::isUnclosedHere).forEach(resource -> {
        if (resource.mayBeClosedByFamily()) {
          AttributeInfo attribute = resource.attribute().orElseThrow();
          found.add(Undecided.suspicion("UA410", ENDED_BY_FAMILY, attribute.owner().qualifiedName(),
            resource.opening().callee(), message(resource),
            Stream.concat(Stream.of(attribute.name()), resource.shownAs().stream()).toList()));
        } else if (resource.home() == GLOBAL && !resource.isNeverClosed()) {
          resource.global().ifPresent(variable -> found.add(Undecided.suspicion("UA410", ENDED_ELSEWHERE,
            file.names().qualifiedVariable(variable.name()), resource.opening().callee(), message(resource),
            List.of())));
        }
      });
    }
    return found;
  }

  private static Stream<ResourceInfo> kept(FileModel file) {
    return Stream.of(CLIENT_SESSION, ASYNC, ASYNC_FILE, HANDLE)
      .flatMap(family -> Leaks.of(file, family))
      .filter(resource -> resource.home() == ATTRIBUTE || resource.home() == GLOBAL)
      .filter(resource -> resource.family() != HANDLE || isKeptByAsynchronousClass(resource))
      .filter(resource -> !resource.endsWithItsParent() && !resource.isLeftToEmptyExit());
  }

  private static String message(ResourceInfo resource) {
    return "Close \"%s\" with \"%s\"%s.".formatted(resource.heldBy().orElse(""), resource.closingCode(),
      where(resource));
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
