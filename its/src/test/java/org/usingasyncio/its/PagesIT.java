package org.usingasyncio.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.usingasyncio.its.OneServer.Server;
import org.usingasyncio.its.harness.Issue;
import org.usingasyncio.its.harness.Setup;
import org.usingasyncio.its.harness.WebApi;

/** The pages in a browser, on the real server. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PagesIT {

  private static final String PROJECT = "it-pages";
  private static final String EMPTY = "it-pages-empty";
  private static final String PRIVATE = "it-secret";
  private static final String TEAM = "team-links";
  private static final String REVIEW = "/project/extension/usingasyncio/review?id=" + PROJECT;
  private static final String PORTFOLIO = "/extension/usingasyncio/portfolio";
  private static final String SETUP = "/extension/usingasyncio/setup";
  private static final String NASTY = "<img src=x onerror=hacked=1>.py";
  private static final String VIEWER = "it-viewer";
  private static final String LEAD = "it-lead";
  private static final String PASSWORD = "Pages-of-asyncio-1!";

  /** Requests that only our pages send. */
  private static final String MEASURES_OF_REVIEW = "metricKeys=asyncio_rating%2C";
  private static final String PROJECTS = "api/components/search_projects?";

  @TempDir
  static Path folder;

  private Server server;
  private Browser browser;
  private List<Issue> issues;

  @BeforeAll
  void analyzed(Server server) throws IOException {
    this.server = server;
    browser = Browser.on(server.running().url(), Files.createDirectories(folder.resolve("downloads")));
    WebApi api = server.running().api();
    user(api, VIEWER);
    user(api, LEAD);
    api.post("/api/permissions/add_user", "login", LEAD, "permission", "profileadmin");
    api.post("/api/permissions/add_user", "login", LEAD, "permission", "gateadmin");

    Path code = Files.createDirectories(folder.resolve("code"));
    copy(Path.of("its/projects/careless/src"), code);
    Map<String, String> all = Map.of("sonar.sources", ".");
    scanLongAgo(code, PROJECT, all);
    Files.writeString(code.resolve(NASTY), "import time\n\n\nasync def pause():\n    time.sleep(1)\n");
    issues = server.scan(code, PROJECT, all).issues();
    tag(PROJECT, "team-bot");
    server.running().project(EMPTY, EMPTY, "Using Asyncio");
    Path secret = Files.createDirectories(folder.resolve("secret"));
    copy(Path.of("its/projects/smoke/src"), secret);
    server.scan(secret, PRIVATE, all);
    api.post("/api/projects/update_visibility", "project", PRIVATE, "visibility", "private");
    List.of("user", "codeviewer").forEach(permission -> api.post("/api/permissions/remove_group", "groupName",
      "sonar-users", "projectKey", PRIVATE, "permission", permission));
    team();
  }

  /** Some projects with a history, to be seen in the portfolio. */
  private void team() {
    List<String> keys = List.of("it-links", "it-shop", "it-teaching", "it-pinger");
    keys.forEach(this::anew);
    new Setup(server.running().api(), change -> {}).run(keys);
    scanLongAgo(sample("careless"), "it-links", Map.of("sonar.projectName", "Link watch"));
    server.scan(sample("well-written"), "it-links", Map.of("sonar.projectName", "Link watch"));
    scanLongAgo(sample("across-files-handled"), "it-shop", Map.of("sonar.projectName", "Book shop"));
    server.scan(sample("across-files"), "it-shop", Map.of("sonar.projectName", "Book shop"));
    server.scan(sample("teaching"), "it-teaching", Map.of("sonar.projectName", "Examples of the course"));
    server.scan(sample("smoke"), "it-pinger", Map.of("sonar.projectName", "Pinger"));
    keys.forEach(key -> tag(key, TEAM));
  }

  /** A server that is kept has a project of an earlier run, and with it other trends. */
  private void anew(String key) {
    WebApi api = server.running().api();
    if (!api.get("/api/projects/search", "projects", key).list("components").isEmpty()) {
      api.post("/api/projects/delete", "project", key);
    }
    server.running().project(key, key, "Using Asyncio");
  }

  private static Path sample(String name) {
    return Path.of("its/projects", name).toAbsolutePath();
  }

  private void tag(String project, String tag) {
    server.running().api().post("/api/project_tags/set", "project", project, "tags", tag);
  }

  /** An analysis of six weeks ago, unless the server is a kept one and has it. */
  private void scanLongAgo(Path code, String key, Map<String, String> settings) {
    server.running().project(key, key, "Using Asyncio");
    WebApi api = server.running().api();
    if (api.get("/api/project_analyses/search", "project", key).list("analyses").isEmpty()) {
      Map<String, String> dated = new HashMap<>(settings);
      dated.put("sonar.projectDate", LocalDate.now().minusWeeks(6).toString());
      server.scan(code, key, dated);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static void user(WebApi api, String login) {
    if (api.get("/api/users/search", "q", login).list("users").isEmpty()) {
      api.post("/api/users/create", "login", login, "name", login, "password", PASSWORD);
    }
  }

  @AfterAll
  void closed() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void the_server_is_honest() {
    browser.honest();
    browser.theme("light");
  }

  /** The page is in a state that says so, and anybody can read it. */
  private void says(String css, String text) {
    browser.await(css, text);
    assertThat(browser.barriers()).as(text).isEmpty();
  }

  @Test
  @Order(1)
  void the_review_has_eight_passes_and_every_finding() {
    browser.login(VIEWER, PASSWORD);
    browser.open(REVIEW);
    browser.await("#ua-pass-priority");

    assertThat(browser.texts(".ua-pass h2")).hasSize(8).startsWith("1. Concurrency model")
      .endsWith("8. What to fix first");
    long rules = server.running().api().get("/api/rules/search", "repositories", "using-asyncio", "ps", "1")
      .number("total");
    assertThat(browser.all(".ua-item")).hasSize((int) rules);
    long found = browser.texts(".ua-state-found").stream().mapToLong(text -> Long.parseLong(text.split(" ")[0])).sum();
    assertThat(found).isEqualTo(issues.size()).isPositive();
    browser.screenshot("review");
  }

  @Test
  @Order(2)
  void an_item_opens_to_its_code_and_leads_to_the_issue() {
    browser.open(REVIEW);
    WebElement item = browser.await(".ua-disclosure", "UA501");
    assertThat(item.getDomAttribute("aria-expanded")).isEqualTo("false");
    browser.click(item);

    browser.await(".ua-code", "time.sleep");
    assertThat(item.getDomAttribute("aria-expanded")).isEqualTo("true");
    browser.screenshot("review-item");

    WebElement link = browser.await(".ua-findings a");
    String message = Browser.text(browser.await(".ua-findings li"));
    browser.click(link);
    browser.await("body", issues.stream().map(Issue::message).filter(message::contains).findFirst().orElseThrow());
    assertThat(browser.url()).contains("/project/issues").contains("open=");
  }

  @Test
  @Order(2)
  void an_item_opens_with_the_keyboard() {
    browser.open(REVIEW);
    WebElement item = browser.await(".ua-disclosure", "UA501");
    browser.run("arguments[0].focus()", item);
    item.sendKeys(Keys.ENTER);

    browser.await(".ua-code", "time.sleep");
    assertThat(browser.run("return document.activeElement.textContent")).asString().contains("UA501");
  }

  /** The Community Build has but the main branch: the page is told, as other editions do, that it stands on a branch. */
  @Test
  @Order(2)
  void a_branch_stays_in_every_request_and_link() {
    reviewOf("{ name: 'main', isMain: false }");
    browser.click(browser.await(".ua-disclosure", "UA501"));
    browser.await(".ua-code", "time.sleep");

    assertThat(requests()).hasSizeGreaterThanOrEqualTo(4)
      .allSatisfy(request -> assertThat(request).contains("branch=main"));
    assertThat(browser.all(".ua-findings a, #ua-pass-priority a")).isNotEmpty()
      .allSatisfy(link -> assertThat(link.getDomAttribute("href")).contains("branch=main"));
    assertThat(Browser.text(browser.await(".ua .ua-subtle"))).isEqualTo(PROJECT + " · main");

    reviewOf("{ key: '7' }");
    browser.await(".ua-problem, .ua-pass");
    assertThat(requests()).isNotEmpty().allSatisfy(request -> assertThat(request).contains("pullRequest=7"));
  }

  private void reviewOf(String branch) {
    browser.open("/api/system/status");
    browser.run("""
                const el = document.body.appendChild(document.createElement('div'));
                import('/static/usingasyncio/review/page.js').then(page =>
                  page.start({ el, component: { key: '%1$s', name: '%1$s' }, branchLike: %2$s }));
                """.formatted(PROJECT, branch));
  }

  /** Those of the review page that a branch has a say in. */
  private List<String> requests() {
    return ((List<?>) browser
      .run("""
           return performance.getEntriesByType('resource').map(entry => entry.name)
             .filter(name => /metricKeys=asyncio_rating|rules=using-asyncio|search_history|sources.lines/.test(name));
           """)).stream().map(String::valueOf).toList();
  }

  @Test
  @Order(3)
  void what_comes_from_a_project_is_text() {
    browser.open(REVIEW);
    browser.click(browser.await(".ua-disclosure", "UA501"));

    browser.await(".ua-findings a", NASTY);
    browser.await("#ua-pass-priority a", NASTY);
    assertThat(browser.all(".ua img")).isEmpty();
    assertThat(browser.run("return typeof window.hacked")).isEqualTo("undefined");
  }

  @Test
  @Order(4)
  void the_exports_can_be_read_again() {
    browser.open(REVIEW);
    browser.click(browser.await(".ua-button", "CSV"));
    List<List<String>> rows = csv(browser.downloaded("asyncio-review-" + PROJECT + ".csv"));
    browser.click(browser.await(".ua-button", "Markdown"));
    String markdown = browser.downloaded("asyncio-review-" + PROJECT + ".md");

    assertThat(rows.get(0)).startsWith("priority", "level", "pass", "rule").endsWith("link");
    assertThat(rows).hasSize(1 + issues.size()).allSatisfy(row -> assertThat(row).hasSize(10));
    assertThat(rows.stream().skip(1).map(row -> row.get(3) + " " + row.get(5) + ":" + row.get(6) + " " + row.get(7)))
      .containsExactlyInAnyOrderElementsOf(issues.stream()
        .map(issue -> issue.rule() + " " + issue.file() + ":" + issue.line() + " " + issue.message()).toList());
    assertThat(markdown.lines().filter(line -> line.startsWith("1. ["))).hasSameSizeAs(issues);
    assertThat(markdown).contains("\\<img src=x").doesNotContain("[<img");
  }

  /** RFC 4180. */
  private static List<List<String>> csv(String text) {
    List<List<String>> rows = new ArrayList<>(List.of(new ArrayList<>()));
    StringBuilder cell = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isQuoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append(text.charAt(++i));
      } else if (c == '"') {
        isQuoted = !isQuoted;
      } else if (!isQuoted && (c == ',' || c == '\n')) {
        rows.get(rows.size() - 1).add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(new ArrayList<>());
        }
      } else if (isQuoted || c != '\r') {
        cell.append(c);
      }
    }
    rows.remove(rows.size() - 1);
    return rows;
  }

  @Test
  @Order(5)
  void the_printable_view_shows_everything() {
    browser.open(REVIEW);
    browser.click(browser.await(".ua-button", "Printable view"));

    browser.await(".ua-button", "Close the printable view");
    assertThat(browser.all("#ua-pass-priority tbody tr")).hasSameSizeAs(issues);
    assertThat(browser.all(".ua-findings > li")).hasSameSizeAs(issues);
  }

  @Test
  @Order(6)
  void a_project_without_analysis_says_what_to_do() {
    browser.open("/project/extension/usingasyncio/review?id=" + EMPTY);

    says(".ua-state", "There is no review of this project yet.");
  }

  @Test
  @Order(6)
  void nothing_to_show_is_told() {
    browser.change(PROJECTS, "answer.components = []; answer.paging.total = 0;");
    browser.open(PORTFOLIO);
    says(".ua-state", "There is no project that you may see.");
  }

  @Test
  @Order(6)
  void what_takes_time_is_told() {
    browser.hold(MEASURES_OF_REVIEW);
    browser.open(REVIEW);
    says(".ua-state", "Loading the review of this project …");
    browser.hold(PROJECTS);
    browser.open(PORTFOLIO);
    says(".ua-state", "Loading the projects …");
    browser.open(SETUP);
    says(".ua-state", "Loading the set-up …");
  }

  @Test
  @Order(7)
  void a_server_that_fails_is_told() {
    browser.block("*api/issues/search*", "*api/components/search_projects*");
    browser.open(REVIEW);
    says(".ua-problem", "SonarQube did not give out the review of this project.");
    browser.open(PORTFOLIO);
    says(".ua-problem", "SonarQube did not give out the projects.");
    browser.open(SETUP);
    says(".ua-problem", "SonarQube did not give out the set-up.");
  }

  @Test
  @Order(7)
  void who_may_not_see_something_is_told() {
    browser.refuse(MEASURES_OF_REVIEW, 403);
    browser.open(REVIEW);
    says(".ua-problem", "You have no permission to see the review of this project.");
    browser.refuse(PROJECTS, 401);
    browser.open(PORTFOLIO);
    says(".ua-problem", "You have no permission to see the projects.");
    browser.open(SETUP);
    says(".ua-problem", "You have no permission to see the set-up.");
  }

  /** Nothing of a private project for somebody who may not browse it; all but the code for who may not see that. */
  @Test
  @Order(7)
  void a_private_project_shows_what_the_viewer_may_see() {
    String review = REVIEW.replace(PROJECT, PRIVATE);
    browser.open(review);
    browser.await("body", "not authorized");
    assertThat(browser.all(".ua-item")).isEmpty();
    browser.open(PORTFOLIO);
    browser.await(".ua-table tbody tr", "Pinger");
    assertThat(browser.texts(".ua-table tbody th")).doesNotContain(PRIVATE);

    WebApi api = server.running().api();
    api.post("/api/permissions/add_user", "login", VIEWER, "projectKey", PRIVATE, "permission", "user");
    try {
      browser.open(review);
      browser.click(browser.await(".ua-disclosure", "UA501"));
      browser.await(".ua-findings li", "You have no permission to see the code.");
      assertThat(browser.all(".ua-code")).isEmpty();
    } finally {
      api.post("/api/permissions/remove_user", "login", VIEWER, "projectKey", PRIVATE, "permission", "user");
    }
  }

  @Test
  @Order(7)
  void what_the_server_does_not_give_out_is_told() {
    browser.change("rules=using-asyncio", "answer.paging.total = 12345;");
    browser.open(REVIEW);
    says(".ua-state", "SonarQube gives out " + issues.size() + " of 12345 findings: the rest is not on this page.");
    browser.change(PROJECTS, "answer.paging.total = 10001;");
    browser.open(PORTFOLIO);
    says(".ua-state", "of 10001 projects: the rest is not on this page.");
  }

  @Test
  @Order(8)
  void nothing_bars_the_way_of_a_screen_reader() {
    for (String theme : List.of("dark", "light")) {
      browser.theme(theme);
      browser.open(REVIEW);
      browser.click(browser.await(".ua-disclosure", "UA501"));
      browser.await(".ua-code");
      browser.await("html[data-echoes-theme='" + theme + "']");
      assertThat(browser.barriers()).as("review, %s", theme).isEmpty();
      browser.open(PORTFOLIO);
      browser.await(".ua-bars");
      assertThat(browser.barriers()).as("portfolio, %s", theme).isEmpty();
      browser.open(SETUP);
      browser.await(".ua h1");
      assertThat(browser.barriers()).as("set-up, %s", theme).isEmpty();
    }
  }

  @Test
  @Order(9)
  void the_portfolio_is_sorted_and_filtered() {
    browser.open(PORTFOLIO);
    browser.await(".ua-table tbody tr");

    // Other tests leave projects behind, more than fit on a page.
    browser.await("input[type='search']").sendKeys(PROJECT);
    browser.await("p[role='status']", "2 of ");
    browser.click(browser.await(".ua-sort", "Project"));
    List<String> names = browser.texts(".ua-table tbody th");
    assertThat(names).contains(PROJECT, EMPTY).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
    assertThat(Browser.text(browser.await("th[aria-sort='ascending']"))).startsWith("Project");

    browser.await("input[type='search']").sendKeys(EMPTY.substring(PROJECT.length()));
    browser.await("p[role='status']", "1 of ");
    assertThat(browser.texts(".ua-table tbody th")).containsExactly(EMPTY);
    browser.run("const input = document.querySelector('.ua input'); input.value = '';"
      + "input.dispatchEvent(new Event('input', { bubbles: true }))");

    browser.click(browser.await(".ua select option[value='team-bot']"));
    browser.await("p[role='status']", "1 of ");
    assertThat(browser.texts(".ua-table tbody th")).containsExactly(PROJECT);
    long critical = issues.stream().filter(issue -> issue.level() == Issue.Level.CRITICAL).count();
    assertThat(Browser.text(browser.all(".ua-table tfoot td").get(1))).isEqualTo(Long.toString(critical));
  }

  @Test
  @Order(9)
  void the_portfolio_shows_the_trend_of_each_project() {
    browser.open(PORTFOLIO);
    browser.click(browser.await(".ua select option[value='" + TEAM + "']"));
    browser.await("p[role='status']", "4 of ");

    browser.await(".ua-table tbody tr:has(a[href*='it-links']) .ua-better");
    assertThat(browser.texts(".ua-table tbody tr td:last-child")).contains("failed").contains("passed");
    browser.await(".ua-table tbody tr:has(a[href*='it-shop']) .ua-worse");
    assertThat(browser.texts(".ua-bars th")).contains("Book shop");
    browser.screenshot("portfolio");
    browser.click(browser.await(".ua-sort", "Debt"));
    browser.await("th[aria-sort='descending']", "Debt");
    assertThat(browser.texts(".ua-table tbody th").get(0)).isEqualTo("Book shop");
  }

  @Test
  @Order(10)
  void the_portfolio_leads_to_the_review() {
    browser.open(PORTFOLIO);
    browser.click(browser.await(".ua-table tbody th a", PROJECT));

    browser.await("#ua-pass-priority");
    assertThat(browser.url()).contains("id=" + PROJECT);
  }

  @Test
  @Order(11)
  void who_lacks_a_permission_is_told_which() {
    browser.open(SETUP);

    String reason = Browser.text(browser.await(".ua-problem"));
    assertThat(reason).contains("Administer Quality Profiles").contains("Administer Quality Gates");
    assertThat(browser.all(".ua form")).isEmpty();
  }

  @Test
  @Order(12)
  void one_click_sets_up_and_a_second_changes_nothing() {
    browser.login(LEAD, PASSWORD);
    WebApi api = server.running().api();
    server.running().project("it-links", "it-links", "Using Asyncio");
    api.post("/api/qualitygates/deselect", "projectKey", "it-links");
    setUp("Link watch");
    browser.await(".ua-report strong", "Done.");
    assertThat(browser.texts(".ua-report li")).contains("Gave the project it-links the profile.",
      "Gave the project it-links the gate.");
    browser.screenshot("setup");
    assertThat(browser.barriers()).isEmpty();
    setUp("Link watch");

    browser.await(".ua-report strong", "Nothing to change");
    assertThat(api.get("/api/qualitygates/show", "name", "Using Asyncio").list("conditions"))
      .extracting(condition -> condition.text("metric"))
      .containsExactlyInAnyOrder("asyncio_critical", "asyncio_grade", "new_software_quality_high_issues");
  }

  private void setUp(String project) {
    browser.open(SETUP);
    browser.await(".ua form");
    if (!browser.all("input[type='search']").isEmpty()) {
      browser.await("input[type='search']").sendKeys(project);
    }
    browser.click(browser.await(".ua-projects li label", project).findElement(By.cssSelector("input")));
    browser.click(browser.await(".ua-primary"));
  }

  @Test
  @Order(13)
  void two_hundred_projects_are_quick() {
    WebApi api = server.running().api();
    Set<String> known = api.all("/api/projects/search", "components").stream().map(project -> project.text("key"))
      .collect(Collectors.toSet());
    for (int i = 1; i <= 200; i++) {
      String key = String.format("it-many-%03d", i);
      if (!known.contains(key)) {
        api.post("/api/projects/create", "project", key, "name", key);
      }
    }
    browser.open(PORTFOLIO);
    browser.await(".ua-table tbody tr");
    browser.await("p[role='status']", "projects");
    Map<?, ?> measured = (Map<?, ?>) browser
      .run("""
           const requests = performance.getEntriesByType('resource').filter(entry => entry.name.includes('/api/'));
           const start = performance.getEntriesByType('resource').find(entry => entry.name.endsWith('/portfolio.js'));
           const measures = requests.filter(entry => entry.name.includes('api/measures/search?'));
           return {
             list: requests.filter(entry => entry.name.includes('api/components/search_projects')).length,
             measures: measures.length,
             firstRow: Math.round(Math.min(...measures.map(entry => entry.responseEnd)) - start.startTime),
           };
           """);
    System.out.println("Portfolio of 200 projects and more: " + measured);

    assertThat(browser.all(".ua-table tbody tr")).hasSize(25);
    assertThat(Browser.text(browser.await("nav[aria-label='Pages of projects']"))).contains("Page 1 of ");
    assertThat((Long) measured.get("list")).isLessThanOrEqualTo(2);
    assertThat((Long) measured.get("measures")).isLessThanOrEqualTo(4);
    browser.screenshot("portfolio-of-many");
  }
}
