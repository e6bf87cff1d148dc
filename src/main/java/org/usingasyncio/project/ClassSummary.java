package org.usingasyncio.project;

import java.util.List;

/**
 * A class of a file.
 *
 * @param name the qualified name, with the module's
 * @param bases the qualified names of its bases
 * @param methods the names of the methods that its body defines
 * @param ends what its methods may close, cancel or give away: {@code close:session}, method and attribute; {@code *} for
 *        an attribute that cannot be named
 * @param isOpen true when it has a base that cannot be named
 */
public record ClassSummary(String name, List<String> bases, List<String> methods, List<String> ends,
  boolean isOpen) {

  /** True when one of its methods may end the attribute. */
  public boolean mayEnd(String attribute) {
    return ends.stream().anyMatch(end -> end.endsWith(":" + attribute) || end.endsWith(":*"));
  }

  /** True when the method may end the attribute. */
  public boolean mayEnd(String attribute, String method) {
    return ends.contains(method + ":" + attribute) || ends.contains(method + ":*");
  }
}
