-- The generation whose stored answer was given again; null where the answer was generated.
alter table generation add column cached_from text;
