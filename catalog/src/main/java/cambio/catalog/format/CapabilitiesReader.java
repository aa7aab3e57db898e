package cambio.catalog.format;

import cambio.catalog.yaml.YamlSection;
import cambio.router.catalog.Capabilities;
import org.jspecify.annotations.Nullable;

/** Reads what a model or an endpoint can do. */
final class CapabilitiesReader {

  private CapabilitiesReader() {}

  /** Those under {@code capabilities}, where silent as in {@code base}. */
  static Capabilities read(YamlSection owner, Capabilities base) {
    YamlSection fields = owner.section("capabilities");
    Capabilities read =
        new Capabilities(
            either(fields.flag("tools"), base.tools()),
            either(fields.flag("json_schema"), base.jsonSchema()),
            either(fields.flag("reasoning"), base.reasoning()),
            either(fields.flag("vision"), base.vision()),
            either(fields.flag("caching"), base.caching()));
    fields.end();
    return read;
  }

  static <T> @Nullable T either(@Nullable T own, @Nullable T base) {
    return own == null ? base : own;
  }
}
