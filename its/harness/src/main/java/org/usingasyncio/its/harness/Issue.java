package org.usingasyncio.its.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An issue of one of our rules, as the server has it.
 *
 * @param rule       the key of the rule, without its repository
 * @param file       the path in the project
 * @param line       0 for an issue of the whole file
 * @param message    the message
 * @param severity   the severity in Standard mode
 * @param impacts    the impacts in MQR mode, each as {@code QUALITY=SEVERITY}
 * @param minutes    the effort to fix it
 * @param tags       its tags
 * @param secondary  the secondary locations in their order, each as {@code line: message}, with the file before the line
 *                   if it is another one
 */
public record Issue(String rule, String file, int line, String message, String severity, List<String> impacts,
  int minutes, List<String> tags, List<String> secondary) {

  public static final String REPOSITORY = "using-asyncio";

  static Issue of(String project, Json issue) {
    String file = path(project, issue.text("component"));
    return new Issue(
      issue.text("rule").substring(REPOSITORY.length() + 1),
      file,
      (int) issue.number("line"),
      issue.text("message"),
      issue.text("severity"),
      issue.list("impacts").stream().map(impact -> impact.text("softwareQuality") + "=" + impact.text("severity"))
        .toList(),
      minutes(issue.text("effort")),
      issue.texts("tags"),
      secondary(project, file, issue));
  }

  private static List<String> secondary(String project, String file, Json issue) {
    List<String> secondary = new ArrayList<>();
    for (Json flow : issue.list("flows")) {
      for (Json location : flow.list("locations")) {
        String other = path(project, location.text("component"));
        String place = other.isEmpty() || other.equals(file) ? "" : other + ":";
        secondary.add(place + location.get("textRange").number("startLine") + ": " + location.text("msg"));
      }
    }
    return List.copyOf(secondary);
  }

  private static String path(String project, String component) {
    return component.startsWith(project + ":") ? component.substring(project.length() + 1) : "";
  }

  /** An effort as the server writes it ({@code 2d1h30min}, a day having eight hours) in minutes. */
  static int minutes(String effort) {
    int minutes = 0;
    var parts = Pattern.compile("(\\d+)(min|h|d)").matcher(effort);
    while (parts.find()) {
      int unit = switch (parts.group(2)) {
        case "d" -> 8 * 60;
        case "h" -> 60;
        default -> 1;
      };
      minutes += unit * Integer.parseInt(parts.group(1));
    }
    return minutes;
  }

  /** The level of the checklist that its severity stands for. */
  public Level level() {
    return Level.of(severity);
  }

  /** The levels of the checklist, the worst first. */
  public enum Level {
    CRITICAL("Critical"), HIGH("High"), MEDIUM("Medium"), LOW("Low");

    private final String title;

    Level(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }

    private static Level of(String severity) {
      return switch (severity) {
        case "BLOCKER" -> CRITICAL;
        case "CRITICAL" -> HIGH;
        case "MAJOR" -> MEDIUM;
        default -> LOW;
      };
    }
  }
}
