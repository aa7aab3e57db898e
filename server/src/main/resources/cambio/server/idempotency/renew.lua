-- Prolongs a claim. ARGV: generation, lease and life in ms
local known = redis.call('HMGET', KEYS[1], 'g', 'a')
if known[1] ~= ARGV[1] or known[2] then return 0 end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('HSET', KEYS[1], 'u', string.format('%.0f', now + tonumber(ARGV[2])))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
