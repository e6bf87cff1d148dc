package org.usingasyncio.project;

import org.sonar.plugins.python.api.IssueLocation;
import org.sonar.plugins.python.api.tree.Tree;

/** A piece of a file: lines counted from 1, columns from 0. */
public record Span(int line, int column, int endLine, int endColumn) {

  public static Span of(Tree tree) {
    IssueLocation place = IssueLocation.preciseLocation(tree, null);
    return new Span(place.startLine(), place.startLineOffset(), place.endLine(), place.endLineOffset());
  }
}
