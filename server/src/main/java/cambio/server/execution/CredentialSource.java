package cambio.server.execution;

import cambio.router.catalog.Provider;
import cambio.router.plan.CredentialRef;
import cambio.spi.Credential;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The credentials that this router holds upstream. Safe from any thread; never blocks. */
public interface CredentialSource {

  /** The credentials for a provider, in order of preference; empty where there are none. */
  List<CredentialRef> credentials(Provider provider);

  /** The secret behind a reference, or null where it is gone. */
  @Nullable Credential find(String provider, String credentialId);

  /** Values for the placeholders of the provider's base URL, by placeholder. */
  Map<String, String> settings(Provider provider);
}
