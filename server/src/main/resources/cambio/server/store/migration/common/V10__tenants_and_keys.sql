-- Who shares money and rules. Instants are microseconds since 1970 UTC, money is nano-USD, lists and rules are JSON.
-- Written so that SQLite and PostgreSQL both take it.
create table organization (
  id          text    not null primary key,
  name        text    not null,
  disabled    integer not null, -- 0 or 1
  rules       text    not null,
  created_at  bigint  not null,
  updated_at  bigint  not null
);

create table workspace (
  organization text    not null references organization (id),
  id           text    not null,
  name         text    not null,
  disabled     integer not null, -- 0 or 1
  rules        text    not null,
  created_at   bigint  not null,
  updated_at   bigint  not null,
  deleted_at   bigint,           -- the row stays: a new workspace must not inherit what this one spent
  primary key (organization, id)
);

create table member (
  organization text   not null references organization (id),
  id           text   not null,
  name         text   not null,
  email        text   not null,
  role         text   not null, -- member, admin
  workspaces   text   not null,
  rules        text   not null,
  created_at   bigint not null,
  primary key (organization, id)
);

-- A key outlives its secrets: what it spent and may spend is counted under the id of its first one.
create table api_key (
  lineage                 text    not null primary key,
  id                      text    not null unique,
  organization            text    not null,
  workspace               text    not null,
  label                   text    not null,
  kind                    text    not null, -- inference, management
  creator                 text    not null,
  external_user           text    not null,
  name                    text    not null,
  disabled                integer not null, -- 0 or 1
  expires_at              bigint,
  limit_nanos             bigint,
  limit_reset             text    not null, -- never, daily, weekly, monthly
  include_own_credentials integer not null, -- 0 or 1
  models                  text    not null,
  providers               text    not null,
  requests_per_minute     integer not null, -- 0: none
  tokens_per_minute       bigint  not null, -- 0: none
  concurrent_requests     integer not null, -- 0: none
  preset                  text    not null,
  created_at              bigint  not null,
  updated_at              bigint  not null,
  last_used_at            bigint,
  deleted_at              bigint,
  foreign key (organization, workspace) references workspace (organization, id)
);

create index api_key_by_workspace on api_key (organization, workspace, created_at, lineage);
create index api_key_by_age on api_key (created_at, lineage);

-- Secrets by their SHA-256: the present one of each key, and replaced ones, which work until an instant.
create table key_secret (
  hash        text   not null primary key,
  lineage     text   not null references api_key (lineage),
  valid_until bigint
);

-- What routers follow to keep their caches true. The counter's one row is locked by every change, so numbers become
-- visible in their order: a reader that has seen n will never be shown a smaller one later.
create table tenant_change_counter (
  id     integer not null primary key,
  newest bigint  not null
);

create table tenant_change (
  number       bigint not null primary key,
  organization text   not null,
  lineage      text              -- null: any key of the organisation may be concerned
);

insert into tenant_change_counter (id, newest) values (1, 0);
insert into organization (id, name, disabled, rules, created_at, updated_at) values ('default', 'Default', 0, '{}', 0, 0);
insert into workspace (organization, id, name, disabled, rules, created_at, updated_at)
  values ('default', 'default', 'Default', 0, '{}', 0, 0);
