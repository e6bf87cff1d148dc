package org.usingasyncio.checks.project;

import java.util.List;
import org.usingasyncio.project.ProjectRule;

/** The rules that have something to add after the last file, in the order of their keys. */
public final class ProjectRules {

  private static final List<ProjectRule> ALL = List.of(
    new ComputingAcrossFiles(),
    new BlockingAcrossFiles(),
    new UnawaitedAcrossFiles(),
    new NestedLoopAcrossFiles(),
    new SigtermAcrossFiles(),
    new DebugModeAcrossFiles());

  private ProjectRules() {}

  public static List<ProjectRule> all() {
    return ALL;
  }
}
