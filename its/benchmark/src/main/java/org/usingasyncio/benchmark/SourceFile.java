package org.usingasyncio.benchmark;

import java.net.URI;
import java.nio.file.Path;
import org.sonar.plugins.python.api.PythonFile;

/** A Python file of a project, with its text in memory: the disk is not what we measure. */
record SourceFile(Path path, String packageName, String content) implements PythonFile {

  long lines() {
    return content.lines().count();
  }

  @Override
  public String fileName() {
    return path.getFileName().toString();
  }

  @Override
  public URI uri() {
    return path.toUri();
  }

  @Override
  public String key() {
    return path.toString();
  }
}
