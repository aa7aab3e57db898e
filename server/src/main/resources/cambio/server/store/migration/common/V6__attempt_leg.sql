-- What each attempt gave to the answer: an answer can be made of several, and attempts that gave
-- nothing can be charged all the same.

alter table attempt add column reason          text;    -- first, retry, fallback, hedge, resume; null in older rows
alter table attempt add column shown           integer; -- 0: another attempt was faster; null: it generated nothing
alter table attempt add column input_tokens    integer; -- null: it generated nothing that is charged
alter table attempt add column output_tokens   integer;
alter table attempt add column usage_estimated integer; -- 0 or 1
alter table attempt add column cost_total      bigint;  -- nano-USD; null: nothing, or the price is unknown
-- Where in the answer's text it carried on from the attempt before; null where it did not.
alter table attempt add column seam_characters integer; -- Unicode code points
alter table attempt add column seam_bytes      integer; -- UTF-8
