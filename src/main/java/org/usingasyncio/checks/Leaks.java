package org.usingasyncio.checks;

import java.util.stream.Stream;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.ResourceInfo;
import org.usingasyncio.model.ResourceInfo.Family;
import org.usingasyncio.model.ResourceInfo.Home;
import org.usingasyncio.model.Resources;

/** What the rules about leaks have in common: each asks for its own family and owner, and all show the same evidence. */
public final class Leaks {

  private Leaks() {}

  /** The resources of a family that nothing closes and whose owner is one of the given. */
  public static Stream<ResourceInfo> neverClosed(FileModel file, Family family, Home... homes) {
    return of(file, family).filter(resource -> Stream.of(homes).anyMatch(home -> resource.home() == home))
      .filter(ResourceInfo::isNeverClosed);
  }

  /** The resources of a family that the reviewed code of the file opens. */
  public static Stream<ResourceInfo> of(FileModel file, Family family) {
    return Resources.of(file).stream()
      .filter(resource -> resource.family() == family)
      .filter(resource -> file.isReviewed(resource.opening().function())
        && !file.isForTypeChecking(resource.opening().tree()));
  }

  /** A finding at what opens the resource. */
  public static Finding report(Findings findings, ResourceInfo resource, String message, Object... args) {
    return findings.at(resource.opening().callee(), message, args);
  }

  /** How to close a local resource: {@code Close "session", or open it with "async with".} */
  public static String advice(ResourceInfo resource) {
    String name = resource.heldBy().orElseGet(resource.opening()::writtenName);
    return resource.canBeEntered()
      ? "Open \"%s\" with \"async with\"; nothing closes it.".formatted(name)
      : "Close \"%s\" with \"%s\" in a \"finally\" block; nothing closes it.".formatted(name, resource.closingCode());
  }
}
