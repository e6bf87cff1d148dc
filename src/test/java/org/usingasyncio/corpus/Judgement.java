package org.usingasyncio.corpus;

import java.util.ArrayList;
import java.util.List;

/** What a person who read the code of a finding said of it: one row of {@code its/corpus/judged.csv}. */
record Judgement(String source, String file, int line, String rule, boolean right, String why) {

  static final String HEADER = "package,file,line,rule,verdict,why";

  static Judgement parse(String row) {
    List<String> cells = cells(row);
    if (cells.size() < 6) {
      throw new IllegalArgumentException("six cells are needed (" + HEADER + "): " + row);
    }
    if (!List.of("right", "wrong").contains(cells.get(4))) {
      throw new IllegalArgumentException("the verdict is \"right\" or \"wrong\": " + row);
    }
    return new Judgement(cells.get(0), cells.get(1), Integer.parseInt(cells.get(2)), cells.get(3),
      cells.get(4).equals("right"), String.join(",", cells.subList(5, cells.size())));
  }

  /** Two judgements of one finding are one too many. */
  String finding() {
    return rule + " " + source + "/" + file + ":" + line;
  }

  /** The package or repository, without the commit that a repository may be judged at: {@code owner/name@1a2b3c4d}. */
  String repository() {
    return source.replaceFirst("@[0-9a-f]{8}$", "");
  }

  String asRow() {
    String reason = why.contains(",") ? '"' + why + '"' : why;
    return String.join(",", source, file, Integer.toString(line), rule, right ? "right" : "wrong", reason);
  }

  private static List<String> cells(String row) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : row.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
