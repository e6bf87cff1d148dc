package org.usingasyncio.its.harness;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes, or completes, on a server what a team needs: the profile that has both sets of rules, the quality gate, and both
 * for chosen projects. Each step looks first and changes only what is missing. The page <i>Asyncio set-up</i> does the
 * same from a browser ({@code src/main/resources/static/setup/steps.js}).
 */
public final class Setup {

  public static final String PROFILE = "Sonar way + Using Asyncio";
  public static final String GATE = "Using Asyncio";

  private static final String PARENT = "Sonar way";
  private static final String LANGUAGE = "py";
  private static final List<Condition> CONDITIONS = List.of(
    new Condition("asyncio_critical", "0", "no Critical finding"),
    new Condition("asyncio_rating", "3", "an asyncio rating of C or better"),
    new Condition("new_software_quality_high_issues", "0", "no new issue of severity High"));

  private final WebApi api;
  private final Consumer<String> changes;

  /** With the rights of the user of that API; {@code changes} hears of every change. */
  public Setup(WebApi api, Consumer<String> changes) {
    this.api = api;
    this.changes = changes;
  }

  private record Condition(String metric, String error, String why) {}

  /** All steps; a {@link Failure} if a permission is missing. */
  public void run(List<String> projects) {
    requirePermissions();
    profile();
    gate();
    projects.forEach(this::assign);
  }

  private void requirePermissions() {
    List<String> allowed = api.get("/api/users/current").get("permissions").texts("global");
    require(allowed, "profileadmin", "Administer Quality Profiles");
    require(allowed, "gateadmin", "Administer Quality Gates");
  }

  private static void require(List<String> allowed, String permission, String name) {
    if (!allowed.contains(permission)) {
      throw new Failure("The user lacks the global permission \"" + name + "\".",
        "Ask an administrator of the SonarQube for it, or to do the set-up.");
    }
  }

  private void profile() {
    List<Json> profiles = api.get("/api/qualityprofiles/search", "language", LANGUAGE).list("profiles");
    if (named(profiles, PARENT).isEmpty()) {
      throw new Failure("There is no quality profile \"" + PARENT + "\" for Python.",
        "Is the Python analyzer installed?");
    }
    Json ours = named(profiles, PROFILE).orElseGet(() -> {
      Json made = api.post("/api/qualityprofiles/create", "language", LANGUAGE, "name", PROFILE).get("profile");
      changes.accept("Created the quality profile \"" + PROFILE + "\".");
      return made;
    });
    if (!ours.text("parentName").equals(PARENT)) {
      api.post("/api/qualityprofiles/change_parent", "language", LANGUAGE, "qualityProfile", PROFILE,
        "parentQualityProfile", PARENT);
      changes.accept("Made it inherit from \"" + PARENT + "\".");
    }
    long missing = api.get("/api/rules/search", "repositories", Issue.REPOSITORY, "qprofile", ours.text("key"),
      "activation", "false", "ps", "1").number("total");
    if (missing > 0) {
      Json done = api.post("/api/qualityprofiles/activate_rules", "targetKey", ours.text("key"),
        "repositories", Issue.REPOSITORY);
      changes.accept("Switched on " + done.number("succeeded") + " rules of Using Asyncio in it.");
    }
  }

  private void gate() {
    boolean isNew = named(api.get("/api/qualitygates/list").list("qualitygates"), GATE).isEmpty();
    if (isNew) {
      api.post("/api/qualitygates/create", "name", GATE);
      changes.accept("Created the quality gate \"" + GATE + "\".");
      // A server gives every new gate conditions of its own.
      conditions().forEach(given -> api.post("/api/qualitygates/delete_condition", "id", given.text("id")));
    }
    List<Json> known = conditions();
    for (Condition wanted : CONDITIONS) {
      complete(wanted,
        known.stream().filter(condition -> condition.text("metric").equals(wanted.metric())).findFirst());
    }
  }

  private List<Json> conditions() {
    return api.get("/api/qualitygates/show", "name", GATE).list("conditions");
  }

  private void complete(Condition wanted, Optional<Json> known) {
    if (known.isEmpty()) {
      api.post("/api/qualitygates/create_condition", "gateName", GATE, "metric", wanted.metric(), "op", "GT",
        "error", wanted.error());
      changes.accept("Added the condition: " + wanted.why() + ".");
    } else if (!known.get().text("op").equals("GT") || !known.get().text("error").equals(wanted.error())) {
      api.post("/api/qualitygates/update_condition", "id", known.get().text("id"), "metric", wanted.metric(), "op",
        "GT",
        "error", wanted.error());
      changes.accept("Set the condition back: " + wanted.why() + ".");
    }
  }

  private void assign(String project) {
    List<Json> profiles = api.get("/api/qualityprofiles/search", "project", project, "language", LANGUAGE)
      .list("profiles");
    if (named(profiles, PROFILE).isEmpty()) {
      api.post("/api/qualityprofiles/add_project", "language", LANGUAGE, "qualityProfile", PROFILE, "project", project);
      changes.accept("Gave the project " + project + " the profile.");
    }
    String gate = api.get("/api/qualitygates/get_by_project", "project", project).get("qualityGate").text("name");
    if (!gate.equals(GATE)) {
      api.post("/api/qualitygates/select", "gateName", GATE, "projectKey", project);
      changes.accept("Gave the project " + project + " the gate.");
    }
  }

  private static Optional<Json> named(List<Json> elements, String name) {
    return elements.stream().filter(element -> element.text("name").equals(name)).findFirst();
  }
}
