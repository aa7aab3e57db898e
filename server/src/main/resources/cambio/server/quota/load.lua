-- Takes over the ledger's sums. ARGV: prefix, generation, count, (counter, spent, dropped at ms or 0) each,
-- count of leases whose cost the sums lack, these, count of leases whose cost they have, these, then root and
-- spent of each slice of a pool.
if redis.call('GET', prefix .. 'generation') ~= ARGV[2] then
  return 0
end
local run, count = run_id(), tonumber(ARGV[3])
local at = 4 + 3 * count
local function ids()
  local list, last = {}, at + tonumber(ARGV[at])
  for i = at + 1, last do list[#list + 1] = ARGV[i] end
  at = last + 1
  return list
end
local pending, counted, loaded = ids(), ids(), {}
for n = 0, count - 1 do
  local counter, spent, drop = ARGV[4 + 3 * n], ARGV[5 + 3 * n], ARGV[6 + 3 * n]
  local key = prefix .. 'spend:' .. counter
  local c = redis.call('HMGET', key, 'e', 'i')
  -- Where somebody else was faster, what has happened since is counted there.
  if c[1] ~= run or not c[2] or c[2] == '' then
    redis.call('HSETNX', key, 'b', change())
    redis.call('HSETNX', key, 'h', '0')
    loaded[counter] = change()
    redis.call('HSET', key, 'e', run, 'i', loaded[counter], 's', spent)
    local slices = prefix .. 'slices:' .. counter
    for i = at, #ARGV, 2 do
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
-- What a lease holds of a counter that was loaded: its cost is still to be added, or is in the sum already.
local function each(list, hold)
  for _, id in ipairs(list) do
    local known = redis.call('HGET', lease_hash, id)
    local lease = known and cjson.decode(known) or {h = {}}
    local changed
    for _, h in ipairs(lease.h) do
      if loaded[h[1]] then
        hold(h)
        changed = true
      end
    end
    if changed then redis.call('HSET', lease_hash, id, cjson.encode(lease)) end
  end
end
each(pending, function(h) h[4] = loaded[h[1]] end)
each(counted, function(h)
  local key = prefix .. 'spend:' .. h[1]
  if h[2] ~= '0' and redis.call('HGET', key, 'b') == h[3] then redis.call('HINCRBY', key, 'h', '-' .. h[2]) end
  h[2], h[4] = '0', COUNTED
end)
return 1
