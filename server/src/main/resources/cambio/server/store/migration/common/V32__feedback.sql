-- What callers say of answers, and the task that an answer was for, so that it tells how good a model is at that task.
alter table generation add column category text; -- null: not classified

create table feedback (
  generation_id text   not null references generation (id),
  key_id        text   not null,
  organization  text   not null,
  model         text,             -- the one that answered; null: none did
  category      text,             -- the generation's
  score         integer,          -- thousandths, -1000 (bad) to 1000 (good); null: not said
  complaint     text,             -- what was wrong; null: nothing in particular
  comment       text   not null,
  created_at    bigint not null,  -- microseconds since 1970 UTC
  primary key (generation_id, key_id) -- a second one of the same key replaces the first
);
create index feedback_by_time on feedback (created_at);
