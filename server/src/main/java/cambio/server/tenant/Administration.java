package cambio.server.tenant;

/** What management keys work with. */
public record Administration(KeyAdmin keys, OrganizationAdmin organizations) {}
