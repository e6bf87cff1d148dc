package org.usingasyncio.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.python.parser.PythonParser;
import org.sonar.python.semantic.ProjectLevelSymbolTable;
import org.sonar.python.semantic.SymbolUtils;
import org.sonar.python.semantic.v2.typetable.ProjectLevelTypeTable;
import org.sonar.python.semantic.v2.typetable.TypeTable;
import org.sonar.python.tree.PythonTreeMaker;

/** A folder of Python files, and the two steps in which SonarPython reads it. */
final class Project {

  private final Path folder;
  private final List<SourceFile> files;
  private ProjectLevelSymbolTable symbols;
  private TypeTable types;

  private Project(Path folder, List<SourceFile> files) {
    this.folder = folder;
    this.files = files;
  }

  /** The files below the folder that SonarPython can parse, up to the given number of lines. */
  static Project of(Path folder, long mostLines) {
    Path root = folder.toAbsolutePath().normalize();
    List<SourceFile> files = new ArrayList<>();
    long lines = 0;
    for (Path path : pythonFilesBelow(root)) {
      try {
        SourceFile file = new SourceFile(path, SymbolUtils.pythonPackageName(path.toFile(), root.toString()),
          Files.readString(path));
        parsed(file);
        files.add(file);
        lines += file.lines();
      } catch (MalformedInputException otherEncoding) {
        // Some files test that Python reads other encodings.
      } catch (IOException cause) {
        throw new UncheckedIOException(cause);
      } catch (RuntimeException | StackOverflowError broken) {
        // Some files are broken on purpose, or Python 2.
      }
      if (lines >= mostLines) {
        break;
      }
    }
    return new Project(root, files);
  }

  List<SourceFile> files() {
    return files;
  }

  long lines() {
    return files.stream().mapToLong(SourceFile::lines).sum();
  }

  /** The first step: what the files define. */
  void index() {
    symbols = ProjectLevelSymbolTable.empty();
    Set<String> packages = new LinkedHashSet<>();
    files.forEach(file -> packages.add(file.packageName()));
    packages.forEach(symbols::addProjectPackage);
    files.forEach(file -> symbols.addModule(parsed(file), file.packageName(), file));
    types = new ProjectLevelTypeTable(symbols);
  }

  /** The second step, for one file: its tree, its symbols and types, ready for the rules. */
  PythonVisitorContext read(SourceFile file) {
    return new PythonVisitorContext.Builder(parsed(file), file)
      .packageName(file.packageName())
      .projectLevelSymbolTable(symbols)
      .typeTable(types)
      .workingDirectory(workingDirectory())
      .build();
  }

  /** The rules that look across files meet by this key. */
  File workingDirectory() {
    return folder.toFile();
  }

  private static FileInput parsed(SourceFile file) {
    return new PythonTreeMaker().fileInput(PythonParser.create().parse(file.content()));
  }

  private static List<Path> pythonFilesBelow(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".py") && Files.isRegularFile(file)).sorted().toList();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
