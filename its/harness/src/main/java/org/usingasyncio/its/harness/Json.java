package org.usingasyncio.its.harness;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A JSON value as the web API of SonarQube answers it, read only. What is absent reads as empty: a missing object has no
 * members, a missing list no elements, a missing text is {@code ""}, a missing number 0.
 */
public final class Json {

  private static final Json ABSENT = new Json(com.eclipsesource.json.Json.NULL);

  private final JsonValue value;

  private Json(JsonValue value) {
    this.value = value;
  }

  /** Reads a JSON text; an empty text is an absent value. */
  public static Json parse(String text) {
    return text.isBlank() ? ABSENT : new Json(com.eclipsesource.json.Json.parse(text));
  }

  public Json get(String member) {
    JsonValue found = value.isObject() ? value.asObject().get(member) : null;
    return found == null ? ABSENT : new Json(found);
  }

  public String text(String member) {
    return get(member).asText();
  }

  public long number(String member) {
    JsonValue found = get(member).value;
    return found.isNumber() ? (long) found.asDouble() : 0;
  }

  public boolean isTrue(String member) {
    return get(member).value.isTrue();
  }

  /** The elements of a member that is a list. */
  public List<Json> list(String member) {
    return get(member).elements();
  }

  /** The elements of a member that is a list of texts. */
  public List<String> texts(String member) {
    return list(member).stream().map(Json::asText).toList();
  }

  public List<Json> elements() {
    JsonArray elements = value.isArray() ? value.asArray() : new JsonArray();
    return elements.values().stream().map(Json::new).toList();
  }

  /** The names of the members of an object. */
  public List<String> members() {
    JsonObject object = value.isObject() ? value.asObject() : new JsonObject();
    return StreamSupport.stream(object.spliterator(), false).map(JsonObject.Member::getName).toList();
  }

  public boolean isAbsent() {
    return value.isNull();
  }

  public String asText() {
    if (value.isNull()) {
      return "";
    }
    return value.isString() ? value.asString() : value.toString();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
