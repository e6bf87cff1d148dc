package org.usingasyncio.checks;

import org.sonar.plugins.python.api.IssueLocation;

/** Where an {@link IssueLocation} points, as a value. The file is {@code null} for the reviewed file itself. */
record Place(String file, int startLine, int startOffset, int endLine, int endOffset) {

  static Place of(IssueLocation location) {
    return new Place(
      location.fileId(),
      location.startLine(),
      location.startLineOffset(),
      location.endLine(),
      location.endLineOffset());
  }

  /**
   * Refuses a location without any text, such as that of the end of an indented block. SonarQube would refuse it later,
   * where nobody catches, and drop every other issue of the file.
   */
  static IssueLocation requireText(IssueLocation location) {
    Place place = of(location);
    boolean hasText = place.startLine < place.endLine
      || (place.startLine == place.endLine && place.startOffset < place.endOffset);
    if (!hasText) {
      throw new IllegalArgumentException("No text at " + place);
    }
    return location;
  }
}
