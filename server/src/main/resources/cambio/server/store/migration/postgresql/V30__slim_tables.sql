-- Nothing reads them, and every settlement is written into them.
drop index attempt_by_endpoint;
drop index generation_by_time;
