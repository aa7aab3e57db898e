-- Leaves notes in place of the router's earlier ones.
-- ARGV: prefix of all keys, router, for how long a silent router is remembered (ms), then subject and bytes of each note.
local notes, numbers = KEYS[1], ARGV[1] .. 'numbers'
local last, routers = ARGV[1] .. 'last', ARGV[1] .. 'routers'
local router, kept = ARGV[2], tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Numbers begin with the time in microseconds, so that those of a store that has lost its memory are higher than all before,
-- however soon it is back.
redis.call('SET', last, string.format('%d%06d', time[1], time[2]), 'NX')
for i = 4, #ARGV, 2 do
  local name = router .. ' ' .. ARGV[i]
  redis.call('HSET', notes, name, ARGV[i + 1])
  redis.call('ZADD', numbers, redis.call('INCR', last), name)
end

redis.call('ZADD', routers, now, router)
local gone = redis.call('ZRANGEBYSCORE', routers, '-inf', now - kept)
if #gone > 0 then
  local forgotten = {}
  for _, one in ipairs(gone) do
    forgotten[one] = true
    redis.call('ZREM', routers, one)
  end
  for _, name in ipairs(redis.call('ZRANGE', numbers, 0, -1)) do
    if forgotten[string.match(name, '^(%S+) ')] then
      redis.call('ZREM', numbers, name)
      redis.call('HDEL', notes, name)
    end
  end
end

for _, key in ipairs({notes, numbers, last, routers}) do
  redis.call('PEXPIRE', key, kept)
end
return 1
