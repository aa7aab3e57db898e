-- What a settlement writes is one row of its generation and one of its entry: the attempts stand in the generation's row, and
-- an entry has an amount for each account, which the database itself holds to sum to zero. Attempts and postings can be read
-- as before, by the views of their names.

alter table generation add column attempts text not null default '[]'; -- JSON: an array an attempt, in the view's order

update generation set attempts = coalesce((
  select json_agg(json_build_array(
    number, endpoint, provider, model, upstream_model, credential, credential_owner, region,
    price_version, started_at, verdict, failure_kind, upstream_status, upstream_code,
    time_to_first_event, duration, reason, shown, input_tokens, output_tokens, usage_estimated,
    cost_total, seam_characters, seam_bytes
  ) order by number) from attempt where generation_id = generation.id
)::text, '[]');

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
  (a.value ->> 0)::bigint, a.value ->> 1, a.value ->> 2, a.value ->> 3, a.value ->> 4,
  a.value ->> 5, a.value ->> 6, a.value ->> 7, a.value ->> 8, (a.value ->> 9)::bigint,
  a.value ->> 10, a.value ->> 11, (a.value ->> 12)::bigint, a.value ->> 13,
  (a.value ->> 14)::bigint, (a.value ->> 15)::bigint, a.value ->> 16, (a.value ->> 17)::bigint,
  (a.value ->> 18)::bigint, (a.value ->> 19)::bigint, (a.value ->> 20)::bigint,
  (a.value ->> 21)::bigint, (a.value ->> 22)::bigint, (a.value ->> 23)::bigint
from generation cross join lateral json_array_elements(generation.attempts::json) a;

drop trigger ledger_entry_append_only on ledger_entry;
alter table ledger_entry add column cash bigint not null default 0;
alter table ledger_entry add column credit bigint not null default 0;
alter table ledger_entry add column usage bigint not null default 0;
alter table ledger_entry add column fee bigint not null default 0;
alter table ledger_entry add column overdraft bigint not null default 0;
alter table ledger_entry add column adjustment bigint not null default 0;

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
alter table ledger_entry add constraint ledger_entry_balanced
  check (cash + credit + usage + fee + overdraft + adjustment = 0);

create trigger ledger_entry_append_only before update or delete or truncate on ledger_entry
for each statement execute function ledger_append_only();

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
