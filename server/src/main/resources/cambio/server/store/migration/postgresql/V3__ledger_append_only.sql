-- What is in the book stays as it is, for the router's own user, too.
create function ledger_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only';
end
$$;

create trigger ledger_entry_append_only before update or delete or truncate on ledger_entry
for each statement execute function ledger_append_only();

create trigger ledger_posting_append_only before update or delete or truncate on ledger_posting
for each statement execute function ledger_append_only();
