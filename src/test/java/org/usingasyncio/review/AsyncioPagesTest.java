package org.usingasyncio.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sonar.api.web.page.Page;

class AsyncioPagesTest {

  private static final URI ROOT = URI.create("/");
  private static final Pattern IMPORTED = Pattern.compile("(?:from '|new URL\\(')(\\.{1,2}/[^']+\\.js)'");

  static List<Page> pages() {
    return AsyncioPages.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_page_has_a_script_that_registers_it(Page page) throws IOException {
    assertThat(page.getPluginKey()).isEqualTo("usingasyncio");
    String name = page.getKey().substring("usingasyncio/".length());

    assertThat(script(name + ".js")).contains("registerExtension('" + page.getKey() + "'");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void every_module_of_a_page_is_packaged(Page page) throws IOException {
    Set<String> modules = new TreeSet<>();
    collect(URI.create(page.getKey().substring("usingasyncio/".length()) + ".js"), modules);

    assertThat(modules).contains("lib/page.js", "vendor/htm-preact-3.1.1.js");
  }

  private static void collect(URI module, Set<String> modules) throws IOException {
    if (modules.add(module.toString()) && !module.toString().startsWith("vendor/")) {
      for (MatchResult imported : IMPORTED.matcher(script(module.toString())).results().toList()) {
        collect(URI.create(ROOT.resolve(module).resolve(imported.group(1)).getPath().substring(1)), modules);
      }
    }
  }

  /** It is not ours and not to be edited: a newer one comes from the npm package htm, file preact/standalone.module.js. */
  @Test
  void the_view_library_is_as_published() throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256")
      .digest(script("vendor/htm-preact-3.1.1.js").getBytes(StandardCharsets.UTF_8));

    assertThat(HexFormat.of().formatHex(digest)).isEqualTo("72284e8e9079c87817145df1110f74e8a2aa040b2fc384922e18dfcb46fc1fd7");
  }

  private static String script(String path) throws IOException {
    try (InputStream stream = AsyncioPages.class.getResourceAsStream("/static/" + path)) {
      assertThat(stream).as("static/%s", path).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
