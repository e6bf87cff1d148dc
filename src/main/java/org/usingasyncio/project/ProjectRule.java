package org.usingasyncio.project;

import java.util.List;
import java.util.Map;

/** What a rule can only know when all files have been read. It adds to what the rule reports in a file, never repeats it. */
public interface ProjectRule {

  /** The key of the rule, for example {@code UA104}. */
  String key();

  /**
   * The findings that need more than one file.
   *
   * @param parameters the rule's parameters as the quality profile sets them
   */
  List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters);
}
