package org.usingasyncio.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Runs all rules over sources, as they are and damaged, and counts what happens. */
final class Faults {

  private final Path scratch;
  private final List<ProjectScan.Failure> failures = new ArrayList<>();
  private int scanned;
  private int parsed;

  Faults(Path folder) {
    scratch = folder.resolve("source.py");
  }

  /** As many damaged versions of a source as asked for; the same seed damages in the same way. */
  void damage(String source, int times, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < times; i++) {
      Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
      scan(mutation.of(source, random), mutation + " " + i + " with seed " + seed);
    }
  }

  void scan(String source, String what) {
    Corpus.write(scratch, source);
    ProjectScan scan = ProjectScan.withoutSymbols(scratch).testsAreMain().run(Rules.all())
      .runAcrossFiles(Set.of());
    scanned++;
    parsed += scan.unparsed().isEmpty() ? 1 : 0;
    scan.failures().forEach(failure -> failures.add(new ProjectScan.Failure(failure.rule(), what, failure.cause())));
  }

  int scanned() {
    return scanned;
  }

  /** Of those scanned, the sources that SonarPython could parse, so that the rules had something to do. */
  int parsed() {
    return parsed;
  }

  Collection<ProjectScan.Failure> failures() {
    return failures;
  }
}
