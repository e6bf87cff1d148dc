package org.usingasyncio.its.harness;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** A SonarQube that is up, has the plugin, and whose administrator we are. */
public final class RunningServer {

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Pattern ERROR = Pattern.compile("\\b\\d\\d:\\d\\d:\\d\\d ERROR\\b");
  private static final String ADMIN = "admin";

  private final Host host;
  private final URI url;
  private String password;

  RunningServer(Host host, URI url, String password) {
    this.host = host;
    this.url = url;
    this.password = password;
  }

  public URI url() {
    return url;
  }

  /** The version that it says it has: an image does not tell before it runs. */
  public String version() {
    return status("version");
  }

  public String logPlace() {
    return host.logPlace();
  }

  /** The web API as the administrator. */
  public WebApi api() {
    return WebApi.as(url, ADMIN, password);
  }

  String password() {
    return password;
  }

  Host host() {
    return host;
  }

  /** Whether it runs and answers. */
  boolean isUp() {
    return host.isAlive() && status("status").equals("UP");
  }

  /** Waits until it is up. */
  void await(Progress.Step step) {
    while (!status("status").equals("UP")) {
      if (!host.isAlive()) {
        throw new Failure("SonarQube stopped while it started.\n" + lastErrors(), "See its log: " + logPlace() + ".");
      }
      if (step.seconds() > PATIENCE.toSeconds()) {
        throw new Failure("SonarQube is not up after " + PATIENCE.toMinutes() + " minutes.\n" + lastErrors(),
          "See its log: " + logPlace() + ".");
      }
      pause();
      step.tick();
    }
  }

  private String status(String member) {
    try {
      return WebApi.anonymous(url).get("/api/system/status").text(member);
    } catch (RuntimeException notYet) {
      return "";
    }
  }

  /** Gives the administrator a password of its own: the one that every server is delivered with cannot stay. */
  void secure() {
    String chosen = "Aa1!" + Long.toHexString(new SecureRandom().nextLong())
      + Long.toHexString(new SecureRandom().nextLong());
    api().post("/api/users/change_password", "login", ADMIN, "previousPassword", password, "password", chosen);
    password = chosen;
    api().post("/api/settings/set", "key", "sonar.plugins.risk.consent", "value", "ACCEPTED");
  }

  /** A token for a scan. One token has one name: an older one of this name is revoked. */
  public String token(String name) {
    api().post("/api/user_tokens/revoke", "name", name);
    return api().post("/api/user_tokens/generate", "name", name).text("token");
  }

  /** Makes the project if it is not there, and gives it the quality profile for Python. */
  public void project(String key, String name, String profile) {
    WebApi api = api();
    if (api.get("/api/projects/search", "projects", key).list("components").isEmpty()) {
      api.post("/api/projects/create", "project", key, "name", name);
    }
    api.post("/api/qualityprofiles/add_project", "language", "py", "qualityProfile", profile, "project", key);
  }

  /** What the server has logged as errors, each with the name of the log. */
  public List<String> errors() {
    return host.log().stream().filter(line -> ERROR.matcher(line).find()).toList();
  }

  private String lastErrors() {
    List<String> log = errors().isEmpty() ? host.log() : errors();
    return String.join("\n", log.subList(Math.max(0, log.size() - 10), log.size()));
  }

  static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Failure("Interrupted while waiting for SonarQube.", "Run again; stop the server with --stop.", stopped);
    }
  }
}
