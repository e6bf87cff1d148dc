package org.usingasyncio.project;

import java.util.List;
import org.usingasyncio.model.FileModel;

/** Makes, writes and reads summaries for the measurements. */
public final class SummaryBytes {

  private SummaryBytes() {}

  public static FileSummary summarize(FileModel file, List<Suspicion> suspicions) {
    return Summarizer.summarize(file, Marks.of(file), suspicions);
  }

  public static byte[] write(FileSummary file) {
    return SummaryCodec.write(file);
  }

  public static FileSummary read(byte[] bytes) {
    return SummaryCodec.read(bytes).orElseThrow();
  }
}
