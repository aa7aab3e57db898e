-- Sealed content with a time to live (docs/configuration.md, content). Written so that SQLite and PostgreSQL both take it.
create table content (
  organization text   not null,
  workspace    text   not null,
  name         text   not null, -- a keyed hash: tells nothing without the content key
  body         text   not null, -- base64 of what was sealed
  expires_at   bigint not null, -- microseconds since 1970 UTC
  primary key (organization, workspace, name)
);
create index content_expiry on content (expires_at);
