-- Instants are microseconds since 1970 UTC, spans are microseconds, money is nano-USD. Written so that SQLite and
-- PostgreSQL both take it. A null means unknown, never zero.
create table generation (
  id                         text     not null primary key, -- gen_ and a UUIDv7: ordered by time
  schema_version             integer  not null,
  request_id                 text     not null,
  organization               text     not null,
  workspace                  text     not null,
  key_id                     text     not null,
  end_user                   text,
  region                     text     not null, -- where the router runs
  surface                    text     not null,
  app                        text,
  session_id                 text,
  requested_models           text     not null, -- JSON array, as the caller named them
  model                      text,              -- null: none answered
  provider                   text,
  endpoint                   text,
  strategy                   text,
  catalog_version            text,
  price_version              text,
  received_at                bigint   not null,
  time_to_first_event        bigint,
  duration                   bigint   not null,
  streamed                   integer  not null, -- 0 or 1
  cancelled                  integer  not null, -- 0 or 1
  outcome                    text     not null, -- completed, failed, broken, cancelled
  finish_reason              text,
  native_finish_reason       text,
  failure_kind               text,
  usage_estimated            integer  not null, -- 0 or 1
  input_tokens               integer,
  cached_input_tokens        integer,
  cache_write_tokens         integer,
  long_cache_write_tokens    integer,
  output_tokens              integer,
  reasoning_tokens           integer,
  input_audio_tokens         integer,
  output_audio_tokens        integer,
  input_image_tokens         integer,
  output_image_tokens        integer,
  accepted_prediction_tokens integer,
  rejected_prediction_tokens integer,
  cost_total                 bigint,
  cost_input                 bigint,
  cost_cache_read            bigint,
  cost_cache_write           bigint,
  cost_output                bigint,
  cost_reasoning             bigint,
  cost_image                 bigint,
  cost_request               bigint
);

-- The id is ordered by time, so it serves as the second column of every list.
create index generation_by_key on generation (key_id, id);
create index generation_by_workspace on generation (organization, workspace, id);
create index generation_by_time on generation (received_at);

create table attempt (
  generation_id       text    not null references generation (id),
  number              integer not null, -- from 1
  endpoint            text    not null,
  provider            text    not null,
  model               text    not null,
  upstream_model      text    not null,
  credential          text    not null, -- its id, never the secret
  credential_owner    text    not null,
  region              text,             -- the provider's
  price_version       text,
  started_at          bigint  not null,
  verdict             text    not null, -- success, dropped, ignore
  failure_kind        text,             -- null: it answered
  upstream_status     integer,
  upstream_code       text,
  time_to_first_event bigint,
  duration            bigint,
  primary key (generation_id, number)
);

create index attempt_by_endpoint on attempt (endpoint, started_at);
