package org.usingasyncio.model;

import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.plugins.python.api.tree.FileInput;

/** What is known about one Python file. */
public final class FileModel {

  private final FileInput tree;

  private FileModel(FileInput tree) {
    this.tree = tree;
  }

  public static FileModel of(PythonVisitorContext context) {
    return new FileModel(context.rootTree());
  }

  public FileInput tree() {
    return tree;
  }
}
