-- The book of money, double entry. Amounts are nano-USD; positive debits, negative credits. Entries and postings are
-- append-only (V3); balances and daily sums are folds of them, kept in the same transaction.
alter table generation add column settled_at bigint;  -- when its cost was known; null: nothing was
alter table generation add column fee bigint;         -- on top of cost_total; null: nothing was
alter table generation add column prepaid integer;    -- 0 or 1; null: nothing was

create table ledger_entry (
  sequence        bigint  not null primary key, -- from 1, without a gap
  id              text    not null unique,      -- a generation's is the generation's
  kind            text    not null,             -- credit, generation, refund, adjustment
  organization    text    not null,
  workspace       text,                         -- null with key_id: no spender
  key_id          text,
  member          text,
  end_user        text,
  model           text,
  created_at      bigint  not null,
  idempotency_key text,
  note            text,
  hash            text    not null,             -- SHA-256 over all of it, its postings and the hash before
  unique (organization, idempotency_key)
);

create index ledger_entry_by_organization on ledger_entry (organization, sequence);
create index ledger_entry_by_time on ledger_entry (created_at);

create table ledger_posting (
  sequence bigint  not null references ledger_entry (sequence),
  number   integer not null, -- from 1
  account  text    not null, -- cash, credit, usage, fee, overdraft, adjustment
  amount   bigint  not null,
  primary key (sequence, number)
);

create table ledger_balance (
  organization text   not null,
  account      text   not null,
  amount       bigint not null,
  primary key (organization, account)
);

create table ledger_spend (
  scope   text   not null, -- key, member, workspace, organization, model, end_user
  subject text   not null,
  day     bigint not null, -- days since 1970 UTC
  amount  bigint not null, -- fees on usage included
  primary key (scope, subject, day)
);
