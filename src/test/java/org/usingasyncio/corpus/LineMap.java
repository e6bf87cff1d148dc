package org.usingasyncio.corpus;

import java.util.List;

/** Where the lines of one version of a file stand in the next. */
final class LineMap {

  private final int[] after;

  private LineMap(int[] after) {
    this.after = after;
  }

  /** By the longest common subsequence of the lines. */
  static LineMap between(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] = before.get(i).equals(after.get(j))
          ? common[i + 1][j + 1] + 1
          : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int[] lines = new int[before.size() + 2];
    lines[before.size() + 1] = after.size() + 1;
    int i = 0;
    int j = 0;
    while (i < before.size() && j < after.size()) {
      if (before.get(i).equals(after.get(j))) {
        lines[++i] = ++j;
      } else if (common[i + 1][j] >= common[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return new LineMap(lines);
  }

  /** The first line of the next version that stands for this one: the line itself or the one after the last kept. */
  int first(int line) {
    int at = Math.min(line, after.length - 1);
    while (at > 0 && after[at] == 0) {
      at--;
    }
    return after[at] + (at == line ? 0 : 1);
  }

  int last(int line) {
    int at = Math.min(line, after.length - 1);
    while (at < after.length - 1 && after[at] == 0) {
      at++;
    }
    return after[at] - (at == line ? 0 : 1);
  }
}
