-- Takes over the ledger's sums. ARGV: prefix, generation, count, (counter, spent, dropped at ms or 0) each,
-- then root and spent of each slice of a pool.
if redis.call('GET', prefix .. 'generation') ~= ARGV[2] then
  return 0
end
local run, count = run_id(), tonumber(ARGV[3])
for n = 0, count - 1 do
  local counter, spent, drop = ARGV[4 + 3 * n], ARGV[5 + 3 * n], ARGV[6 + 3 * n]
  local key = prefix .. 'spend:' .. counter
  local c = redis.call('HMGET', key, 'e', 'i')
  -- Where somebody else was faster, what has happened since is counted there.
  if c[1] ~= run or not c[2] or c[2] == '' then
    redis.call('HSETNX', key, 'b', change())
    redis.call('HSETNX', key, 'h', '0')
    redis.call('HSET', key, 'e', run, 'i', change(), 's', spent)
    local slices = prefix .. 'slices:' .. counter
    for i = 4 + 3 * count, #ARGV, 2 do
      local had = redis.call('HGET', slices, ARGV[i])
      local granted, sequence = string.match(had or '0:0', '^(-?%d+):(%d+)$')
      if not had or tonumber(granted) < tonumber(ARGV[i + 1]) then
        redis.call('HSET', slices, ARGV[i], ARGV[i + 1] .. ':' .. text(tonumber(sequence) + 1))
      end
    end
    if drop ~= '0' then
      redis.call('PEXPIREAT', key, drop)
      redis.call('PEXPIREAT', slices, drop)
    end
  end
end
return 1
