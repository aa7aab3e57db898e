-- Puts a router on the board of those whose settlements are not all in the ledger, or takes it off.
-- ARGV: router, 1 where it is behind, for how long a silent router stays on the board (ms).
local time = redis.call('TIME')
if ARGV[2] == '1' then
  redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000), ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
else
  redis.call('ZREM', KEYS[1], ARGV[1])
end
return 1
