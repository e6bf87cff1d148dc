package org.usingasyncio.its;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium of this machine; without one its tests are skipped. */
final class Browser implements AutoCloseable {

  /** It warns of every Chromium that is newer than itself. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final Path SHOWN = Path.of("docs/images");

  private final ChromeDriver driver;
  private final URI server;
  private final Path downloads;
  private final List<Object> altered = new ArrayList<>();

  private Browser(ChromeDriver driver, URI server, Path downloads) {
    this.driver = driver;
    this.server = server;
    this.downloads = downloads;
  }

  static Browser on(URI server, Path downloads) {
    Optional<File> chromium = Stream.of("chromium", "google-chrome", "chrome").flatMap(Browser::onPath).findFirst();
    Optional<File> steering = onPath("chromedriver").findFirst();
    assumeTrue(chromium.isPresent() && steering.isPresent(),
      "The pages are not tested: there is no Chromium with chromedriver on the PATH (Debian: chromium, chromium-driver).");
    SELENIUM.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.get());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--window-size=1440,1000");
    options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
    ChromeDriver driver = new ChromeDriver(
      new ChromeDriverService.Builder().usingDriverExecutable(steering.get()).build(), options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    return new Browser(driver, server, downloads);
  }

  private static Stream<File> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
      .map(folder -> new File(folder, program)).filter(File::canExecute);
  }

  /** Forgets who was logged in and logs in another. */
  void login(String name, String password) {
    open("/sessions/new");
    driver.manage().deleteAllCookies();
    long status = (long) driver.executeAsyncScript("""
                                                   const [login, password, done] = arguments;
                                                   fetch('/api/authentication/login', {
                                                     method: 'POST', body: new URLSearchParams({ login, password })
                                                   }).then(answer => done(answer.status));
                                                   """, name, password);
    if (status != 200) {
      throw new IllegalStateException(name + " could not log in: status " + status);
    }
    // The windows that greet a new user would cover the page.
    driver.executeAsyncScript("""
                              const done = arguments[0];
                              const token = /XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1] ?? '';
                              Promise.all(['genericSystemNotification', 'sonarlintAd'].map(notice =>
                                fetch('/api/users/dismiss_notice', {
                                  method: 'POST', headers: { 'X-XSRF-TOKEN': token },
                                  body: new URLSearchParams({ notice })
                                }))).then(done, done);
                              """);
  }

  void open(String path) {
    driver.get(server.resolve(path).toString());
  }

  String url() {
    return driver.getCurrentUrl();
  }

  /** The first such element, as soon as there is one. */
  WebElement await(String css) {
    return await(() -> all(css).stream().findFirst(), "an element " + css);
  }

  /** The first such element that has the text, as soon as there is one. */
  WebElement await(String css, String text) {
    return await(() -> all(css).stream().filter(element -> text(element).contains(text)).findFirst(),
      "an element " + css + " with the text: " + text);
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** Its text, also where it is scrolled out of sight, as one line. */
  static String text(WebElement element) {
    return String.valueOf(element.getDomProperty("textContent")).replaceAll("\\s+", " ").strip();
  }

  List<String> texts(String css) {
    return all(css).stream().map(Browser::text).toList();
  }

  <T> T await(Supplier<Optional<T>> found, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try {
        Optional<T> one = found.get();
        if (one.isPresent()) {
          return one.get();
        }
        Thread.sleep(100);
      } catch (StaleElementReferenceException drawnAgain) {
        // The page was drawn again between two looks at it.
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new AssertionError(
      "There is not " + what + " on " + url() + ":\n" + texts("main, body").stream().findFirst());
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  void click(WebElement element) {
    run("arguments[0].scrollIntoView({ block: 'center' })", element);
    element.click();
  }

  /** Requests whose address matches one of the patterns fail from now on; none if there are no patterns. */
  void block(String... patterns) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
  }

  /** The server never answers requests whose address contains the part, on pages that are opened from now on. */
  void hold(String part) {
    instead(part, "return new Promise(() => {});");
  }

  /** The server refuses requests whose address contains the part, on pages that are opened from now on. */
  void refuse(String part, int status) {
    instead(part, "return new Response('{\"errors\":[]}', { status: %d });".formatted(status));
  }

  /** A script changes the {@code answer} to requests whose address contains the part, on pages opened from now on. */
  void change(String part, String script) {
    instead(part, """
                  const answer = await (await real(resource, ...rest)).json();
                  %s
                  return Response.json(answer);
                  """.formatted(script));
  }

  private void instead(String part, String script) {
    Object id = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
      Map.of("source", """
                       (() => {
                         const real = window.fetch;
                         window.fetch = async (resource, ...rest) => {
                           if (!String(resource?.url ?? resource).includes('%s')) {
                             return real(resource, ...rest);
                           }
                           %s
                         };
                       })();
                       """.formatted(part, script))).get("identifier");
    altered.add(id);
  }

  /** The server answers as it does, on pages that are opened from now on. */
  void honest() {
    block();
    altered.forEach(
      id -> driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id)));
    altered.clear();
  }

  /** The machine of the viewer is set to light or dark, which SonarQube follows. */
  void theme(String name) {
    driver.executeCdpCommand("Emulation.setEmulatedMedia",
      Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
  }

  /** The text of a file that the page has given to the viewer. */
  String downloaded(String name) {
    Path file = downloads.resolve(name);
    return await(() -> {
      try {
        return Files.exists(file) && Files.size(file) > 0 ? Optional.of(Files.readString(file)) : Optional.empty();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }, "a download " + name);
  }

  /** What axe finds serious or critical in our part of the page: each rule with the places. */
  @SuppressWarnings("unchecked")
  List<String> barriers() {
    run(axe());
    return (List<String>) driver.executeAsyncScript(
      """
      const done = arguments[0];
      axe.run('.ua', { resultTypes: ['violations'] }).then(result => done(result.violations
        .filter(violation => ['serious', 'critical'].includes(violation.impact))
        .map(violation => violation.id + ': ' + violation.nodes.map(node => node.html).join(' | '))));
      """);
  }

  private static String axe() {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException absent) {
      throw new UncheckedIOException(absent);
    }
  }

  /** A picture of the page; with {@code -Dit.accept=true} the one that the documents show. */
  void screenshot(String name) {
    try {
      Path folder = Boolean.getBoolean("it.accept") ? SHOWN : SCREENSHOTS;
      Files.createDirectories(folder);
      Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
