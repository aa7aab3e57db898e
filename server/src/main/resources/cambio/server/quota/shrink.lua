-- Gives up what is neither spent nor held of a slice. ARGV: prefix, counter
local key = prefix .. 'spend:' .. ARGV[2]
local c = redis.call('HMGET', key, 'e', 'i', 's', 'h', 'g', 'q')
if c[1] ~= run_id() or not c[2] or c[2] == '' then
  return {'0', '0', '0', '0'}
end
local granted, sequence = tonumber(c[5] or '0'), tonumber(c[6] or '0')
local needed = math.max(0, tonumber(c[3]) + tonumber(c[4]))
if needed < granted then
  granted, sequence = needed, sequence + 1
  redis.call('HSET', key, 'g', text(granted), 'q', text(sequence))
end
return {'1', text(granted), text(sequence), c[4]}
