package org.usingasyncio.project;

import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sonar.plugins.python.api.PythonInputFileContext;
import org.sonar.plugins.python.api.caching.CacheContext;
import org.usingasyncio.model.FileModel;

/**
 * The summaries of the analyses that are under way, each known by its working directory: the one thing that a check and
 * the sensor after it both see. {@link #take} forgets them.
 */
public final class Summaries {

  private static final Map<File, Map<String, FileSummary>> BY_WORKING_DIRECTORY = new HashMap<>();
  private static final String CACHE_KEY = "using-asyncio:" + SummaryCodec.VERSION + ":";

  private Summaries() {}

  /** True when there will be a project phase: not in an IDE. */
  public static boolean areCollected(PythonInputFileContext context) {
    return context.workingDirectory() != null;
  }

  /** Keeps the summary of the file, also for the next analysis. Does nothing when it is there already. */
  public static void leave(FileModel file) {
    PythonInputFileContext context = file.context();
    if (!areCollected(context) || isThere(context)) {
      return;
    }
    FileSummary summary = Summarizer.summarize(file, Marks.of(file));
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

  /** The summaries of the analysis with this working directory, in the order of their files, which are then forgotten. */
  public static List<FileSummary> take(File workingDirectory) {
    synchronized (BY_WORKING_DIRECTORY) {
      Map<String, FileSummary> found = BY_WORKING_DIRECTORY.remove(key(workingDirectory));
      List<FileSummary> files = found == null ? new ArrayList<>() : new ArrayList<>(found.values());
      files.sort(Comparator.comparing(FileSummary::uri));
      return files;
    }
  }
}
