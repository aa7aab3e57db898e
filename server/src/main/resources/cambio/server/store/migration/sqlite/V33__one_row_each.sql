-- What a settlement writes is one row of its generation and one of its entry: the attempts stand in the generation's row, and
-- an entry has an amount for each account, which the database itself holds to sum to zero. Attempts and postings can be read
-- as before, by the views of their names.

alter table generation add column attempts text not null default '[]'; -- JSON: an array an attempt, in the view's order

update generation set attempts = (
  select json_group_array(json_array(
    number, endpoint, provider, model, upstream_model, credential, credential_owner, region,
    price_version, started_at, verdict, failure_kind, upstream_status, upstream_code,
    time_to_first_event, duration, reason, shown, input_tokens, output_tokens, usage_estimated,
    cost_total, seam_characters, seam_bytes
  )) from (select * from attempt where generation_id = generation.id order by number)
);

drop table attempt;

create view attempt (
  generation_id,
  number, endpoint, provider, model, upstream_model, credential, credential_owner, region,
  price_version, started_at, verdict, failure_kind, upstream_status, upstream_code,
  time_to_first_event, duration, reason, shown, input_tokens, output_tokens, usage_estimated,
  cost_total, seam_characters, seam_bytes
) as
select
  generation.id,
  a.value ->> 0, a.value ->> 1, a.value ->> 2, a.value ->> 3, a.value ->> 4, a.value ->> 5,
  a.value ->> 6, a.value ->> 7, a.value ->> 8, a.value ->> 9, a.value ->> 10, a.value ->> 11,
  a.value ->> 12, a.value ->> 13, a.value ->> 14, a.value ->> 15, a.value ->> 16, a.value ->> 17,
  a.value ->> 18, a.value ->> 19, a.value ->> 20, a.value ->> 21, a.value ->> 22, a.value ->> 23
from generation, json_each(generation.attempts) a;

drop trigger ledger_entry_no_update;
alter table ledger_entry add column cash bigint not null default 0;
alter table ledger_entry add column credit bigint not null default 0;
alter table ledger_entry add column usage bigint not null default 0;
alter table ledger_entry add column fee bigint not null default 0;
alter table ledger_entry add column overdraft bigint not null default 0;
alter table ledger_entry add column adjustment bigint not null default 0
  check (cash + credit + usage + fee + overdraft + adjustment = 0);

update ledger_entry set
  cash = coalesce((select sum(amount) from ledger_posting p where p.sequence = ledger_entry.sequence
    and account = 'cash'), 0),
  credit = coalesce((select sum(amount) from ledger_posting p where p.sequence = ledger_entry.sequence
    and account = 'credit'), 0),
  usage = coalesce((select sum(amount) from ledger_posting p where p.sequence = ledger_entry.sequence
    and account = 'usage'), 0),
  fee = coalesce((select sum(amount) from ledger_posting p where p.sequence = ledger_entry.sequence
    and account = 'fee'), 0),
  overdraft = coalesce((select sum(amount) from ledger_posting p where p.sequence = ledger_entry.sequence
    and account = 'overdraft'), 0),
  adjustment = coalesce((select sum(amount) from ledger_posting p where p.sequence = ledger_entry.sequence
    and account = 'adjustment'), 0);

drop table ledger_posting;

create trigger ledger_entry_no_update before update on ledger_entry
begin select raise(abort, 'the ledger is append-only'); end;

create view ledger_posting (sequence, number, account, amount) as
select sequence, 1, 'cash', cash from ledger_entry where cash <> 0
union all
select sequence, 2, 'credit', credit from ledger_entry where credit <> 0
union all
select sequence, 3, 'usage', usage from ledger_entry where usage <> 0
union all
select sequence, 4, 'fee', fee from ledger_entry where fee <> 0
union all
select sequence, 5, 'overdraft', overdraft from ledger_entry where overdraft <> 0
union all
select sequence, 6, 'adjustment', adjustment from ledger_entry where adjustment <> 0;
