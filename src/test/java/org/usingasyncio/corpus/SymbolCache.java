package org.usingasyncio.corpus;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.sonar.plugins.python.api.PythonFile;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.python.index.Descriptor;
import org.sonar.python.index.DescriptorsToProtobuf;
import org.sonar.python.parser.PythonParser;
import org.sonar.python.semantic.ProjectLevelSymbolTable;
import org.sonar.python.semantic.SymbolUtils;
import org.sonar.python.tree.PythonTreeMaker;
import org.sonar.python.types.protobuf.DescriptorsProtos.ModuleDescriptor;

/**
 * The symbols of a project's files. Finding them costs as much as all the rest of a scan, and the files of the corpus
 * do not change: so they are kept, in the temporary folder, under the files' names, sizes and times.
 */
final class SymbolCache {

  private SymbolCache() {}

  static ProjectLevelSymbolTable symbolsOf(Path root, List<Path> files) {
    Path kept = folder().resolve(Long.toHexString(fingerprint(root, files)) + ".symbols");
    ProjectLevelSymbolTable symbols = ProjectLevelSymbolTable.empty();
    Set<String> packages = new TreeSet<>();
    files.forEach(file -> packages.add(packageOf(root, file)));
    packages.forEach(symbols::addProjectPackage);
    try {
      if (Files.exists(kept)) {
        read(kept).forEach(symbols::insertEntry);
        return symbols;
      }
      Map<String, Set<Descriptor>> made = new LinkedHashMap<>();
      for (Path file : files) {
        addModule(root, file, symbols, made);
      }
      write(made, kept);
      return symbols;
    } catch (IOException cause) {
      throw new IllegalStateException("Cannot keep the symbols of " + root, cause);
    }
  }

  private static void addModule(Path root, Path file, ProjectLevelSymbolTable symbols,
    Map<String, Set<Descriptor>> made) {
    String packageName = packageOf(root, file);
    try {
      FileInput tree = new PythonTreeMaker().fileInput(PythonParser.create().parse(Files.readString(file)));
      symbols.addModule(tree, packageName, new SourceFile(file));
      String module = SymbolUtils.fullyQualifiedModuleName(packageName, file.getFileName().toString());
      made.put(module, symbols.getDescriptorsFromModule(module));
    } catch (IOException | RuntimeException | StackOverflowError unreadable) {
      // The second step meets the same file and reports what is wrong with it.
    }
  }

  private static String packageOf(Path root, Path file) {
    return SymbolUtils.pythonPackageName(file.toFile(), root.toString());
  }

  private static Path folder() {
    String name = "using-asyncio-symbols-" + System.getProperty("user.name");
    return Path.of(System.getProperty("java.io.tmpdir")).resolve(name);
  }

  private static long fingerprint(Path root, List<Path> files) {
    CRC32 sum = new CRC32();
    sum.update(frontend().getBytes(StandardCharsets.UTF_8));
    sum.update(real(root).toString().getBytes(StandardCharsets.UTF_8));
    for (Path file : files) {
      try {
        String row = root.relativize(file) + " " + Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
        sum.update(row.getBytes(StandardCharsets.UTF_8));
      } catch (IOException cause) {
        throw new IllegalStateException("Cannot read " + file, cause);
      }
    }
    return sum.getValue() << 20 ^ files.size();
  }

  private static Path real(Path root) {
    try {
      return root.toRealPath();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static String frontend() {
    return PythonParser.class.getProtectionDomain().getCodeSource().getLocation().toString();
  }

  private static void write(Map<String, Set<Descriptor>> modules, Path kept) throws IOException {
    Files.createDirectories(kept.getParent());
    Path unfinished = Files.createTempFile(kept.getParent(), "symbols", ".part");
    try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
      for (Map.Entry<String, Set<Descriptor>> module : modules.entrySet()) {
        if (module.getValue() == null) {
          continue;
        }
        byte[] bytes = DescriptorsToProtobuf.toProtobufModuleDescriptor(module.getValue()).toByteArray();
        out.writeUTF(module.getKey());
        out.writeInt(bytes.length);
        out.write(bytes);
      }
    }
    Files.move(unfinished, kept, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Map<String, Set<Descriptor>> read(Path kept) throws IOException {
    Map<String, Set<Descriptor>> modules = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(kept)))) {
      while (in.available() > 0) {
        String module = in.readUTF();
        modules.put(module,
          DescriptorsToProtobuf.fromProtobuf(ModuleDescriptor.parseFrom(in.readNBytes(in.readInt()))));
      }
    } catch (InvalidProtocolBufferException broken) {
      Files.delete(kept);
      throw broken;
    }
    return modules;
  }

  private record SourceFile(Path path) implements PythonFile {

    @Override
    public String content() {
      try {
        return Files.readString(path);
      } catch (IOException cause) {
        throw new UncheckedIOException(cause);
      }
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
}
