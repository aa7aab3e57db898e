-- Every settlement is written into each of these trees, and that is the most of what it costs. So: no index that nothing
-- reads, no tree of row numbers beside a key that orders the rows already, and no entry for an idempotency key that is not
-- there. The rows stay what they were.

create table generation_slim (
  id                         text     not null primary key,
  schema_version             integer not null,
  request_id                 text not null,
  organization               text not null,
  workspace                  text not null,
  key_id                     text not null,
  end_user                   text,
  region                     text not null,
  surface                    text not null,
  app                        text,
  session_id                 text,
  requested_models           text not null,
  model                      text,
  provider                   text,
  endpoint                   text,
  strategy                   text,
  catalog_version            text,
  price_version              text,
  received_at                bigint not null,
  time_to_first_event        bigint,
  duration                   bigint not null,
  streamed                   integer not null,
  cancelled                  integer not null,
  outcome                    text not null,
  finish_reason              text,
  native_finish_reason       text,
  failure_kind               text,
  usage_estimated            integer not null,
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
  cost_request               bigint,
  settled_at                 bigint,
  fee                        bigint,
  prepaid                    integer,
  member                     text
) without rowid;

insert into generation_slim (
  id, schema_version, request_id, organization, workspace, key_id, end_user, region, surface, app, session_id,
  requested_models, model, provider, endpoint, strategy, catalog_version, price_version, received_at,
  time_to_first_event, duration, streamed, cancelled, outcome, finish_reason, native_finish_reason,
  failure_kind, usage_estimated, input_tokens, cached_input_tokens, cache_write_tokens,
  long_cache_write_tokens, output_tokens, reasoning_tokens, input_audio_tokens, output_audio_tokens,
  input_image_tokens, output_image_tokens, accepted_prediction_tokens, rejected_prediction_tokens, cost_total,
  cost_input, cost_cache_read, cost_cache_write, cost_output, cost_reasoning, cost_image, cost_request,
  settled_at, fee, prepaid, member
)
select
  id, schema_version, request_id, organization, workspace, key_id, end_user, region, surface, app, session_id,
  requested_models, model, provider, endpoint, strategy, catalog_version, price_version, received_at,
  time_to_first_event, duration, streamed, cancelled, outcome, finish_reason, native_finish_reason,
  failure_kind, usage_estimated, input_tokens, cached_input_tokens, cache_write_tokens,
  long_cache_write_tokens, output_tokens, reasoning_tokens, input_audio_tokens, output_audio_tokens,
  input_image_tokens, output_image_tokens, accepted_prediction_tokens, rejected_prediction_tokens, cost_total,
  cost_input, cost_cache_read, cost_cache_write, cost_output, cost_reasoning, cost_image, cost_request,
  settled_at, fee, prepaid, member
from generation;

create table attempt_slim (
  generation_id       text not null references generation_slim (id),
  number              integer not null,
  endpoint            text not null,
  provider            text not null,
  model               text not null,
  upstream_model      text not null,
  credential          text not null,
  credential_owner    text not null,
  region              text,
  price_version       text,
  started_at          bigint not null,
  verdict             text not null,
  failure_kind        text,
  upstream_status     integer,
  upstream_code       text,
  time_to_first_event bigint,
  duration            bigint,
  reason              text,
  shown               integer,
  input_tokens        integer,
  output_tokens       integer,
  usage_estimated     integer,
  cost_total          bigint,
  seam_characters     integer,
  seam_bytes          integer,
  primary key (generation_id, number)
) without rowid;

insert into attempt_slim (
  generation_id, number, endpoint, provider, model, upstream_model, credential, credential_owner, region,
  price_version, started_at, verdict, failure_kind, upstream_status, upstream_code, time_to_first_event,
  duration, reason, shown, input_tokens, output_tokens, usage_estimated, cost_total, seam_characters,
  seam_bytes
)
select
  generation_id, number, endpoint, provider, model, upstream_model, credential, credential_owner, region,
  price_version, started_at, verdict, failure_kind, upstream_status, upstream_code, time_to_first_event,
  duration, reason, shown, input_tokens, output_tokens, usage_estimated, cost_total, seam_characters,
  seam_bytes
from attempt;

drop table attempt;
drop table generation;
alter table generation_slim rename to generation;
alter table attempt_slim rename to attempt;
create index generation_by_key on generation (key_id, id);
create index generation_by_workspace on generation (organization, workspace, id);

create table ledger_entry_slim (
  sequence        integer primary key,
  id              text not null unique,
  kind            text not null,
  organization    text not null,
  workspace       text,
  key_id          text,
  member          text,
  end_user        text,
  model           text,
  created_at      bigint not null,
  idempotency_key text,
  note            text,
  hash            text not null
);

insert into ledger_entry_slim (
  sequence, id, kind, organization, workspace, key_id, member, end_user, model, created_at, idempotency_key,
  note, hash
)
select
  sequence, id, kind, organization, workspace, key_id, member, end_user, model, created_at, idempotency_key,
  note, hash
from ledger_entry;

create table ledger_posting_slim (
  sequence integer not null references ledger_entry_slim (sequence),
  number   integer not null,
  account  text not null,
  amount   bigint not null,
  primary key (sequence, number)
) without rowid;

insert into ledger_posting_slim (
  sequence, number, account, amount
)
select
  sequence, number, account, amount
from ledger_posting;

drop table ledger_posting;
drop table ledger_entry;
alter table ledger_entry_slim rename to ledger_entry;
alter table ledger_posting_slim rename to ledger_posting;
create unique index ledger_entry_once on ledger_entry (organization, idempotency_key)
  where idempotency_key is not null;
create index ledger_entry_by_organization on ledger_entry (organization);
create index ledger_entry_by_time on ledger_entry (created_at);

create table ledger_balance_slim (
  organization text not null,
  account      text not null,
  amount       bigint not null,
  primary key (organization, account)
) without rowid;

insert into ledger_balance_slim (
  organization, account, amount
)
select
  organization, account, amount
from ledger_balance;

drop table ledger_balance;
alter table ledger_balance_slim rename to ledger_balance;

create table ledger_spend_slim (
  scope   text not null,
  subject text not null,
  day     bigint not null,
  amount  bigint not null,
  primary key (scope, subject, day)
) without rowid;

insert into ledger_spend_slim (
  scope, subject, day, amount
)
select
  scope, subject, day, amount
from ledger_spend;

drop table ledger_spend;
alter table ledger_spend_slim rename to ledger_spend;

-- The guards of V3 went with their tables.
create trigger ledger_entry_no_update before update on ledger_entry
begin select raise(abort, 'the ledger is append-only'); end;

create trigger ledger_entry_no_delete before delete on ledger_entry
begin select raise(abort, 'the ledger is append-only'); end;

create trigger ledger_entry_next before insert on ledger_entry
when new.sequence <> (select coalesce(max(sequence), 0) + 1 from ledger_entry)
begin select raise(abort, 'the ledger has no gaps'); end;

create trigger ledger_posting_no_update before update on ledger_posting
begin select raise(abort, 'the ledger is append-only'); end;

create trigger ledger_posting_no_delete before delete on ledger_posting
begin select raise(abort, 'the ledger is append-only'); end;

create trigger ledger_posting_once before insert on ledger_posting
when exists (select 1 from ledger_posting where sequence = new.sequence and number = new.number)
begin select raise(abort, 'the ledger is append-only'); end;
