package org.usingasyncio.project;

import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.sonar.plugins.python.api.PythonInputFileContext;
import org.sonar.plugins.python.api.caching.CacheContext;
import org.usingasyncio.model.FileModel;

/**
 * The summaries of the analyses that are under way, each known by its working directory: the one thing that a check and
 * the sensor after it both see. {@link #take} forgets them.
 */
public final class Summaries {

  private static final Map<File, Map<String, FileSummary>> BY_WORKING_DIRECTORY = new HashMap<>();
  private static final Map<File, Set<String>> MAIN_CODE = new HashMap<>();
  private static final String CACHE_KEY = "using-asyncio:" + SummaryCodec.VERSION + ":";

  private Summaries() {}

  /**
   * What an analysis has left.
   *
   * @param files the summaries, in the order of their files
   * @param mainCode the files that rules for main code have reviewed: issues may be raised in these, not in tests
   */
  public record Collected(List<FileSummary> files, Set<String> mainCode) {}

  /** Notes that SonarPython takes the file for main code: it runs rules on it that are not for tests. */
  public static void isMainCode(PythonInputFileContext context) {
    if (areCollected(context)) {
      synchronized (BY_WORKING_DIRECTORY) {
        MAIN_CODE.computeIfAbsent(key(context.workingDirectory()), directory -> new HashSet<>())
          .add(context.pythonFile().uri().toString());
      }
    }
  }

  /** True when there will be a project phase: not in an IDE. */
  public static boolean areCollected(PythonInputFileContext context) {
    return context.workingDirectory() != null;
  }

  /**
   * Keeps the summary of the file, also for the next analysis. Does nothing when it is there already.
   *
   * @param suspicions what the rules cannot decide in the file
   */
  public static void leave(FileModel file, Function<FileModel, List<Suspicion>> suspicions) {
    PythonInputFileContext context = file.context();
    if (!areCollected(context) || isThere(context)) {
      return;
    }
    FileSummary summary = Summarizer.summarize(file, Marks.of(file), suspicions.apply(file));
    put(context, summary);
    CacheContext cache = context.cacheContext();
    if (cache != null && cache.isCacheEnabled()) {
      cache.getWriteCache().write(CACHE_KEY + context.pythonFile().key(), SummaryCodec.write(summary));
    }
  }

  /**
   * Takes the summary of a file that did not change from the cache of the previous analysis.
   *
   * @return false when it is not there, so that the file must be parsed
   */
  public static boolean restore(PythonInputFileContext context) {
    if (!areCollected(context) || isThere(context)) {
      return true;
    }
    CacheContext cache = context.cacheContext();
    String key = CACHE_KEY + context.pythonFile().key();
    if (cache == null || !cache.isCacheEnabled() || !cache.getReadCache().contains(key)) {
      return false;
    }
    Optional<FileSummary> summary = SummaryCodec.read(cache.getReadCache().readBytes(key));
    summary.ifPresent(found -> {
      put(context, found);
      cache.getWriteCache().copyFromPrevious(key);
    });
    return summary.isPresent();
  }

  private static boolean isThere(PythonInputFileContext context) {
    synchronized (BY_WORKING_DIRECTORY) {
      return BY_WORKING_DIRECTORY.getOrDefault(key(context.workingDirectory()), Map.of())
        .containsKey(context.pythonFile().uri().toString());
    }
  }

  private static void put(PythonInputFileContext context, FileSummary summary) {
    synchronized (BY_WORKING_DIRECTORY) {
      BY_WORKING_DIRECTORY.computeIfAbsent(key(context.workingDirectory()), directory -> new TreeMap<>())
        .put(context.pythonFile().uri().toString(), summary);
    }
  }

  private static File key(File workingDirectory) {
    return workingDirectory.getAbsoluteFile();
  }

  /** What the analysis with this working directory has left, which is then forgotten. */
  public static Collected take(File workingDirectory) {
    synchronized (BY_WORKING_DIRECTORY) {
      Map<String, FileSummary> found = BY_WORKING_DIRECTORY.remove(key(workingDirectory));
      Set<String> mainCode = MAIN_CODE.remove(key(workingDirectory));
      List<FileSummary> files = found == null ? new ArrayList<>() : new ArrayList<>(found.values());
      files.sort(Comparator.comparing(FileSummary::uri));
      return new Collected(files, mainCode == null ? Set.of() : mainCode);
    }
  }
}
