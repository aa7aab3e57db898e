-- For whom the key was made, so that members' spending can be told.
alter table generation add column member text;
