package org.usingasyncio.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sonar.plugins.python.api.quickfix.PythonQuickFix;
import org.sonar.plugins.python.api.quickfix.PythonTextEdit;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.FileInput;
import org.usingasyncio.testing.Python;

class FixesTest {

  @TempDir
  Path folder;

  @Test
  void inserts_replaces_and_removes() {
    assertThat(edited("x = f(1)\n", call -> Fixes.insertBefore(call, "await "))).isEqualTo("x = await f(1)\n");
    assertThat(edited("x = f(1)\n", call -> Fixes.insertAfter(call, ".y"))).isEqualTo("x = f(1).y\n");
    assertThat(edited("x = f(1)\n", call -> Fixes.replace(call.callee(), "g"))).isEqualTo("x = g(1)\n");
    assertThat(edited("x = f(1) + 2\n", call -> Fixes.remove(call))).isEqualTo("x =  + 2\n");
  }

  @Test
  void counts_columns_as_the_server_does() {
    assertThat(edited("x = 'é', '\uD83D\uDC0D', f(1)\n", call -> Fixes.replace(call.callee(), "g")))
      .isEqualTo("x = 'é', '\uD83D\uDC0D', g(1)\n");
  }

  @Test
  void keeps_other_line_ends() {
    assertThat(edited("y = 1\r\nx = f(1)\r\nz = 2\r\n", call -> Fixes.replace(call, "g()")))
      .isEqualTo("y = 1\r\nx = g()\r\nz = 2\r\n");
  }

  @Test
  void finds_the_end_of_a_string_of_several_lines() {
    assertThat(edited("f(1, \"\"\"a\nbc\"\"\")\n", call -> Fixes.insertAfter(call.arguments().get(1), ", 2")))
      .isEqualTo("f(1, \"\"\"a\nbc\"\"\", 2)\n");
    assertThat(edited("f(1, \"\"\"a\r\nbc\"\"\")\r\n", call -> Fixes.insertAfter(call.arguments().get(1), ", 2")))
      .isEqualTo("f(1, \"\"\"a\r\nbc\"\"\", 2)\r\n");
  }

  @Test
  void adds_an_argument() {
    assertThat(edited("f()\n", call -> Fixes.addArgument(call, "x=1"))).isEqualTo("f(x=1)\n");
    assertThat(edited("f(a)\n", call -> Fixes.addArgument(call, "x=1"))).isEqualTo("f(a, x=1)\n");
    assertThat(edited("f(\n  a,\n)\n", call -> Fixes.addArgument(call, "x=1"))).isEqualTo("f(\n  a, x=1,\n)\n");
  }

  @Test
  void imports_above_the_first_statement() {
    assertThat(imported("import os\n")).isEqualTo("import asyncio\nimport os\n");
    assertThat(imported("#!/usr/bin/env python3\n# a comment\nimport os\n"))
      .isEqualTo("#!/usr/bin/env python3\n# a comment\nimport asyncio\nimport os\n");
    assertThat(imported("def f(): ...\n")).isEqualTo("import asyncio\ndef f(): ...\n");
  }

  @Test
  void imports_below_the_docstring_and_the_future() {
    assertThat(imported("\"\"\"Doc\nstring.\"\"\"\nfrom __future__ import annotations\n\nimport os\n"))
      .isEqualTo("\"\"\"Doc\nstring.\"\"\"\nfrom __future__ import annotations\n\nimport asyncio\nimport os\n");
    assertThat(imported("\"\"\"Doc.\"\"\"; import os\n")).isEqualTo("\"\"\"Doc.\"\"\"; import asyncio; import os\n");
  }

  @Test
  void does_not_import_twice() {
    assertThat(imported("import asyncio\nimport os\n")).isNull();
    assertThat(imported("import os, asyncio\n")).isNull();
    assertThat(imported("import asyncio.subprocess\n")).isNull();
    assertThat(imported("import os\nasyncio = os\n")).isNull();
    assertThat(imported("import asyncio as aio\n")).isEqualTo("import asyncio\nimport asyncio as aio\n");
  }

  @Test
  void awaits_in_the_words_of_the_file() {
    assertThat(awaited("import time\nasync def f():\n    time.sleep(1)\n"))
      .isEqualTo("import asyncio\nimport time\nasync def f():\n    await asyncio.sleep(1)\n");
    assertThat(awaited("import asyncio\nasync def f():\n    time.sleep(1)\n"))
      .isEqualTo("import asyncio\nasync def f():\n    await asyncio.sleep(1)\n");
    assertThat(awaited("import asyncio as aio\nasync def f():\n    time.sleep(1)\n"))
      .isEqualTo("import asyncio as aio\nasync def f():\n    await aio.sleep(1)\n");
    assertThat(awaited("from asyncio import sleep as nap\nasync def f():\n    time.sleep(1)\n"))
      .isEqualTo("from asyncio import sleep as nap\nasync def f():\n    await nap(1)\n");
    assertThat(awaited("from .asyncio import sleep\nasync def f():\n    time.sleep(1)\n"))
      .isEqualTo("import asyncio\nfrom .asyncio import sleep\nasync def f():\n    await asyncio.sleep(1)\n");
  }

  @Test
  void awaits_the_call_and_not_what_follows() {
    assertThat(awaited("import asyncio\nasync def f():\n    return get(1).text\n"))
      .isEqualTo("import asyncio\nasync def f():\n    return (await asyncio.sleep(1)).text\n");
    assertThat(awaited("import asyncio\nasync def f():\n    return get(1)[0]\n"))
      .isEqualTo("import asyncio\nasync def f():\n    return (await asyncio.sleep(1))[0]\n");
  }

  @Test
  void does_not_await_where_that_means_something_else() {
    assertThat(awaited("import asyncio\ndef f():\n    time.sleep(1)\n")).isNull();
    assertThat(awaited("import asyncio\ntime.sleep(1)\n")).isNull();
    assertThat(awaited("import asyncio\nasync def f():\n    return lambda: time.sleep(1)\n")).isNull();
    assertThat(awaited("import asyncio\nasync def f():\n    return any(time.sleep(x) for x in y)\n", "sleep")).isNull();
    assertThat(awaited("import asyncio\nasync def f(x=time.sleep(1)):\n    pass\n")).isNull();
    assertThat(awaited("import asyncio\nasync def f():\n    def g():\n        time.sleep(1)\n")).isNull();
    assertThat(awaited("import asyncio\nasync def f():\n    class C:\n        time.sleep(1)\n")).isNull();
  }

  @Test
  void does_not_use_a_name_that_means_something_else() {
    assertThat(awaited("import time\nasync def f(asyncio):\n    time.sleep(1)\n")).isNull();
    assertThat(awaited("import asyncio\nasync def f(asyncio):\n    time.sleep(1)\n")).isNull();
    assertThat(awaited("import time\nasyncio = None\nasync def f():\n    time.sleep(1)\n")).isNull();
  }

  private String edited(String code, Function<CallExpression, PythonTextEdit> edit) {
    return QuickFixesTest.apply(code, List.of(edit.apply(firstCall(parse(code), ""))));
  }

  private String imported(String code) {
    return Fixes.addImport(parse(code), "asyncio").map(edit -> QuickFixesTest.apply(code, List.of(edit))).orElse(null);
  }

  private String awaited(String code) {
    return awaited(code, "");
  }

  private String awaited(String code, String callee) {
    Optional<PythonQuickFix> fix = Fixes.awaitInstead(firstCall(parse(code), callee), "asyncio.sleep");
    return fix.map(found -> QuickFixesTest.apply(code, found.getTextEdits())).orElse(null);
  }

  private FileInput parse(String code) {
    return Python.parse(folder, code).rootTree();
  }

  private static CallExpression firstCall(FileInput file, String callee) {
    List<CallExpression> calls = new ArrayList<>();
    file.accept(new BaseTreeVisitor() {
      @Override
      public void visitCallExpression(CallExpression call) {
        calls.add(call);
        super.visitCallExpression(call);
      }
    });
    return calls.stream()
      .filter(call -> call.callee().lastToken().value().endsWith(callee))
      .findFirst()
      .orElseThrow();
  }
}
