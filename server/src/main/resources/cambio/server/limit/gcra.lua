-- gcra v1: one request against one limit. The same arithmetic as Gcra.java; the clock is the store's.
-- KEYS[1] cambio:v1:{root}:rpm:key   ARGV[1] requests a minute   ARGV[2] burst
-- Returns admitted (0 or 1), remaining, microseconds to reset, microseconds to retry.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local interval = 60000000 / tonumber(ARGV[1])
local capacity = interval * tonumber(ARGV[2])
local base = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local next = base + interval
local early = next - capacity - now
if early > 0 then
  return {0, 0, math.floor(base - now), math.ceil(early)}
end
-- tostring keeps 14 digits only, which would round the state to tens of microseconds.
redis.call('SET', KEYS[1], string.format('%.3f', next), 'PX', math.ceil((next - now) / 1000) + 1)
return {1, math.max(0, math.floor((capacity - (next - now)) / interval + 0.000001)), math.ceil(next - now), 0}
