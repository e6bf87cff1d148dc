package org.usingasyncio.rules;

import org.sonar.api.server.profile.BuiltInQualityProfilesDefinition;
import org.sonarsource.analyzer.commons.BuiltInQualityProfileJsonLoader;

/** The profile that has every rule of the review. It is not the default: a project has one profile per language. */
public final class UsingAsyncioProfile implements BuiltInQualityProfilesDefinition {

  public static final String NAME = "Using Asyncio";

  static final String PATH = UsingAsyncioRules.METADATA_FOLDER + "/Using_Asyncio_profile.json";

  @Override
  public void define(Context context) {
    NewBuiltInQualityProfile profile = context.createBuiltInQualityProfile(NAME, UsingAsyncioRules.LANGUAGE);
    BuiltInQualityProfileJsonLoader.load(profile, UsingAsyncioRules.REPOSITORY_KEY, PATH);
    profile.done();
  }
}
