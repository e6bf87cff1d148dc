package org.usingasyncio.checks;

import java.util.Arrays;
import java.util.List;

/** The qualified names of a rule's parameter, separated by commas; {@code legacy.*} stands for everything below it. */
public final class NameList {

  private final List<String> names;

  private NameList(List<String> names) {
    this.names = names;
  }

  public static NameList of(String parameter) {
    return new NameList(Arrays.stream(parameter.split(",")).map(String::trim).filter(name -> !name.isEmpty()).toList());
  }

  public boolean isEmpty() {
    return names.isEmpty();
  }

  public boolean contains(String qualifiedName) {
    return names.stream().anyMatch(name -> name.equals(qualifiedName)
      || name.endsWith(".*") && qualifiedName.startsWith(name.substring(0, name.length() - 1)));
  }
}
