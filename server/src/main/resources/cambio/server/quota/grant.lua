-- Tells this root what it has of a pool. ARGV: prefix, counter, granted, sequence
local key = prefix .. 'spend:' .. ARGV[2]
if redis.call('EXISTS', key) == 1 and tonumber(ARGV[4]) > tonumber(redis.call('HGET', key, 'q') or '0') then
  redis.call('HSET', key, 'g', ARGV[3], 'q', ARGV[4])
end
return 1
