-- Claims an idempotency key. KEYS[1] is a hash: g generation that owns it, d digest of its request, u when its claim
-- lapses (ms), a its answer (base64; absent while it is being served).
-- ARGV: generation, digest, lease and life in ms, generation whose lapsed claim may be taken over ('' for none)
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local known = redis.call('HMGET', KEYS[1], 'g', 'd', 'u', 'a')
if known[1] then
  local lapsed = not known[4] and tonumber(known[3]) <= now
  if not lapsed then
    if known[2] ~= ARGV[2] then return {'other'} end
    if known[4] then return {'kept', known[1], known[4]} end
    return {'running'}
  end
  if known[1] ~= ARGV[5] then return {'lapsed', known[1]} end
end
redis.call('HSET', KEYS[1], 'g', ARGV[1], 'd', ARGV[2], 'u', string.format('%.0f', now + tonumber(ARGV[3])))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {'granted'}
