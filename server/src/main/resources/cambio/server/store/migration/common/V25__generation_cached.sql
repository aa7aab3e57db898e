-- Its column is V31's now, for V30 builds this table afresh on SQLite. The number stays taken.
select 1;
