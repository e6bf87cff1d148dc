package org.usingasyncio.checks.project;

import java.util.List;
import org.usingasyncio.project.ProjectRule;

/** The rules that have something to add after the last file, in the order of their keys. */
public final class ProjectRules {

  private static final List<ProjectRule> ALL = List.of(
    new ComputingAcrossFiles(),
    new StraysAcrossFiles(),
    new BlockingAcrossFiles(),
    new SharedStateAcrossFiles(),
    DroppedAcrossFiles.ofCoroutines(),
    new NestedLoopAcrossFiles(),
    DroppedAcrossFiles.ofTasks(),
    new SigtermAcrossFiles(),
    new BackgroundTaskAcrossFiles(),
    new LeaksAcrossFiles(),
    new DebugModeAcrossFiles(),
    new PerCallAcrossFiles("UA601"),
    new PerCallAcrossFiles("UA607"),
    new WorkersAcrossFiles(),
    new FanoutAcrossFiles());

  private ProjectRules() {}

  public static List<ProjectRule> all() {
    return ALL;
  }
}
