package org.usingasyncio.corpus;

import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What happens to a source file between two keystrokes, or in a bad merge. */
enum Mutation {

  CUT {
    @Override
    String of(String source, Random random) {
      return source.substring(0, random.nextInt(source.length() + 1));
    }
  },
  CUT_AT_LINE {
    @Override
    String of(String source, Random random) {
      int end = source.indexOf('\n', random.nextInt(source.length() + 1));
      return end < 0 ? source : source.substring(0, end + 1);
    }
  },
  TOKEN_DROPPED {
    @Override
    String of(String source, Random random) {
      return changed(source, random, "");
    }
  },
  TOKEN_DOUBLED {
    @Override
    String of(String source, Random random) {
      return changed(source, random, "$0 $0");
    }
  },
  NAME_REPLACED {
    @Override
    String of(String source, Random random) {
      List<String> odd = List.of("None", "self", "asyncio", "asyncio.create_task", "(yield)", "(lambda: 0)", "(*a,)",
        "(x := 1)", "await_", "f\"{x!r:>{width}}\"", "a.b().c[0]", "[i async for i in y]", "...");
      return replaced(source, random, NAME, odd.get(random.nextInt(odd.size())));
    }
  },
  ARGUMENTS_REPLACED {
    @Override
    String of(String source, Random random) {
      List<String> odd = List.of("()", "(*args)", "(**kwargs)", "(*args, **kwargs)", "(x for x in y)", "(*a, *b, c=d)",
        "(\"\")", "(None)", "(lambda *a, **k: 0)", "(timeout=None)", "(yield)", "(x := 1)");
      return replaced(source, random, ARGUMENTS, odd.get(random.nextInt(odd.size())));
    }
  },
  STATEMENT_MOVED {
    @Override
    String of(String source, Random random) {
      List<String> lines = source.lines().toList();
      if (lines.isEmpty()) {
        return source;
      }
      String moved = lines.get(random.nextInt(lines.size()));
      int at = random.nextInt(lines.size());
      String indent = lines.get(at).replaceFirst("\\S.*", "");
      return String.join("\n", lines.subList(0, at)) + "\n" + indent + moved.strip() + "\n"
        + String.join("\n", lines.subList(at, lines.size())) + "\n";
    }
  };

  private static final Pattern TOKEN = Pattern.compile("\\w+|[^\\s\\w]");
  private static final Pattern NAME = Pattern.compile("(?<![\\w.])[a-z_]\\w*");
  private static final Pattern ARGUMENTS = Pattern.compile("\\([^()\\n]*\\)");

  abstract String of(String source, Random random);

  private static String changed(String source, Random random, String change) {
    List<MatchResult> tokens = TOKEN.matcher(source).results().toList();
    if (tokens.isEmpty()) {
      return source;
    }
    MatchResult token = tokens.get(random.nextInt(tokens.size()));
    return source.substring(0, token.start()) + change.replace("$0", token.group()) + source.substring(token.end());
  }

  private static String replaced(String source, Random random, Pattern what, String by) {
    List<MatchResult> places = what.matcher(source).results().toList();
    if (places.isEmpty()) {
      return source;
    }
    MatchResult place = places.get(random.nextInt(places.size()));
    return source.substring(0, place.start()) + by + source.substring(place.end());
  }
}
