package org.usingasyncio.project;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.usingasyncio.reach.CallGraph;
import org.usingasyncio.reach.Passing;
import org.usingasyncio.reach.Reach;

/**
 * The shortest ways from any call of a project to a call that fulfils a condition, through the functions that run before
 * the first call returns. Takes one walk over the project, however many calls are asked for.
 */
public final class Paths {

  private final ProjectModel project;
  private final Predicate<CallSummary> wanted;
  private final Predicate<CallSummary> searched;
  private final int depth;
  private final Map<FunctionSummary, Integer> distances;
  private final Map<FunctionSummary, Integer> distancesInFile;
  private final Reach<FunctionSummary, CallSummary> reach;
  private final Reach<FunctionSummary, CallSummary> reachInFile;

  /**
   * @param depth how many functions a way may lead through
   */
  public Paths(ProjectModel project, Predicate<CallSummary> searched, int depth) {
    this.project = project;
    this.wanted = searched;
    this.searched = searched.and(this::isPartOfWay);
    this.depth = depth;
    Map<FunctionSummary, List<CallSummary>> runners = new IdentityHashMap<>();
    List<FunctionSummary> ends = new ArrayList<>();
    for (FileSummary file : project.files()) {
      for (FunctionSummary function : file.functions()) {
        boolean isEnd = false;
        for (CallSummary call : function.calls()) {
          isEnd |= this.searched.test(call);
          if (isPartOfWay(call)) {
            project.runBy(call)
              .ifPresent(target -> runners.computeIfAbsent(target, key -> new ArrayList<>()).add(call));
          }
        }
        if (isEnd) {
          ends.add(function);
        }
      }
    }
    this.distances = distances(ends, runners, false);
    this.distancesInFile = distances(ends, runners, true);
    this.reach = new Reach<>(new Ways(distances));
    this.reachInFile = new Reach<>(new Ways(distancesInFile));
  }

  /**
   * Whether an argument leads to the call only its callers know; and who asks where it runs, or hands the same to a thread
   * nearby, does the right thing.
   */
  private boolean isPartOfWay(CallSummary call) {
    return !call.is(CallSummary.Trait.DEPENDS_ON_ARGUMENT) && !call.is(CallSummary.Trait.ON_PURPOSE)
      && !project.functionOf(call).is(FunctionSummary.Trait.ASKS_FOR_LOOP);
  }

  /** How many functions lead from each function to the searched call, itself included: from the ends backward. */
  private Map<FunctionSummary, Integer> distances(List<FunctionSummary> ends,
    Map<FunctionSummary, List<CallSummary>> runners, boolean inFile) {
    Map<FunctionSummary, Integer> found = new IdentityHashMap<>();
    Deque<FunctionSummary> open = new ArrayDeque<>(ends);
    ends.forEach(end -> found.put(end, 1));
    while (!open.isEmpty()) {
      FunctionSummary function = open.poll();
      int distance = found.get(function);
      if (distance < depth) {
        for (CallSummary call : runners.getOrDefault(function, List.of())) {
          FunctionSummary caller = project.functionOf(call);
          if ((!inFile || project.fileOf(caller) == project.fileOf(function))
            && found.putIfAbsent(caller, distance + 1) == null) {
            open.add(caller);
          }
        }
      }
    }
    return found;
  }

  /** The call, one call for each function on the way, and the one that was searched; empty when there is no way. */
  public Optional<List<CallSummary>> from(CallSummary call) {
    Optional<FunctionSummary> function = project.runBy(call).filter(distances::containsKey);
    if (function.isEmpty()) {
      return Optional.empty();
    }
    List<CallSummary> way = shortest(call, function.get());
    return reach.isPossible(way) ? Optional.of(way) : reach.path(call, searched, depth);
  }

  /** True for a call to which the ways lead, wherever it is made. */
  public boolean isEnd(CallSummary call) {
    return wanted.test(call);
  }

  /** True when the call comes to this one, too. */
  public boolean reaches(CallSummary call, CallSummary end) {
    return reach.path(call, other -> other == end, depth).isPresent();
  }

  private List<CallSummary> shortest(CallSummary call, FunctionSummary function) {
    List<CallSummary> way = new ArrayList<>(List.of(call));
    FunctionSummary current = function;
    for (int left = distances.get(current); left > 1; left--) {
      int next = left - 1;
      CallSummary step = current.calls().stream()
        .filter(inner -> isPartOfWay(inner)
          && project.runBy(inner).filter(target -> distances.getOrDefault(target, 0) == next).isPresent())
        .findFirst().orElseThrow();
      way.add(step);
      current = project.runBy(step).orElseThrow();
    }
    way.add(current.calls().stream().filter(searched).findFirst().orElseThrow());
    return way;
  }

  /** True when a way, not always the shortest, stays within the file of the call. */
  public boolean staysInFile(CallSummary call) {
    FileSummary file = project.fileOf(call);
    return project.runBy(call)
      .filter(function -> project.fileOf(function) == file && distancesInFile.containsKey(function))
      .flatMap(function -> reachInFile.path(call, searched, depth)).isPresent();
  }

  /** The calls on the way to one that was searched, through functions from which there is a way. */
  private final class Ways implements CallGraph<FunctionSummary, CallSummary> {

    private final Map<FunctionSummary, Integer> distances;

    Ways(Map<FunctionSummary, Integer> distances) {
      this.distances = distances;
    }

    @Override
    public List<CallSummary> callsOf(FunctionSummary function) {
      return function.calls().stream().filter(Paths.this::isPartOfWay).toList();
    }

    @Override
    public Optional<FunctionSummary> runBy(CallSummary call) {
      return project.runBy(call).filter(distances::containsKey);
    }

    @Override
    public Passing passing(CallSummary call) {
      return call.passing();
    }

    @Override
    public Map<String, Integer> parametersOf(FunctionSummary function) {
      return function.parameters();
    }
  }
}
