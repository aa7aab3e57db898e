-- Ends a lease. ARGV: prefix, lease, mode settle|release|undo, cost, tokens (negative: unknown), the counters that
-- are charged, all of the lease's where none is named
local id, mode, cost, tokens = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local known = redis.call('HGET', lease_hash, id)
if not known then
  if mode == 'settle' and tonumber(cost) > 0 then
    -- The ledger has this cost, and nobody knows whether the counter was loaded before or after.
    for i = 6, #ARGV do distrust(ARGV[i]) end
    new_generation()
  end
  return 0
end
redis.call('HDEL', lease_hash, id)
redis.call('ZREM', leases, id)
local lease, run = cjson.decode(known), run_id()
local named, counted = {}, 1
for i = 6, #ARGV do named[ARGV[i]] = true end
for _, h in ipairs(lease.h) do
  local key = prefix .. 'spend:' .. h[1]
  local c = redis.call('HMGET', key, 'e', 'b', 'i')
  if c[2] == h[3] and h[2] ~= '0' then
    redis.call('HINCRBY', key, 'h', '-' .. h[2])
  end
  if mode == 'settle' and tonumber(cost) > 0 and h[4] ~= COUNTED and (#ARGV < 6 or named[h[1]]) then
    if c[1] == run and c[3] == h[4] then
      redis.call('HINCRBY', key, 's', cost)
    else
      distrust(h[1])
      new_generation()
      counted = 0
    end
  end
end
local function move(r, units)
  local key = prefix .. 'rate:' .. r[1]
  local arrival = redis.call('GET', key)
  local moved = tonumber(arrival or now_micros()) + 60000000 / tonumber(r[3]) * units
  if arrival or units > 0 then
    redis.call('SET', key, string.format('%.3f', moved), 'PX', text(math.max(1, math.ceil((moved - now_micros()) / 1000) + 1)))
  end
end
for _, r in ipairs(lease.r) do
  if r[2] == 'c' then
    local key = prefix .. 'slots:' .. r[1]
    if tonumber(redis.call('GET', key) or '0') > 1 then redis.call('DECR', key) else redis.call('DEL', key) end
  elseif r[2] == 't' and tokens >= 0 then
    move(r, tokens - tonumber(r[4]))
  elseif r[2] == 'r' and mode == 'undo' then
    move(r, -tonumber(r[4]))
  end
end
return counted
