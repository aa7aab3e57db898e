-- What is in the book stays as it is. An insert takes the next number, so nothing is replaced either.
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
