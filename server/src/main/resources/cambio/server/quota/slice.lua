-- Exchanges a slice with this pool. ARGV: prefix, counter, limit, root, granted, sequence, least, most
local key, slices = prefix .. 'spend:' .. ARGV[2], prefix .. 'slices:' .. ARGV[2]
local c = redis.call('HMGET', key, 'e', 'i')
if c[1] ~= run_id() or not c[2] or c[2] == '' then
  return {'rebuild', generation()}
end
local root, sequence = ARGV[4], tonumber(ARGV[6])
local had, had_sequence = string.match(redis.call('HGET', slices, root) or '0:0', '^(-?%d+):(%d+)$')
local function free()
  local left = tonumber(ARGV[3])
  for _, value in ipairs(redis.call('HVALS', slices)) do
    left = left - tonumber(string.match(value, '^(-?%d+):'))
  end
  return left
end
if sequence < tonumber(had_sequence) then
  -- It has not heard of the latest yet; what it says of itself is old.
  return {'given', had, had_sequence, text(free()), {}}
end
local granted = tonumber(ARGV[5])
redis.call('HSET', slices, root, ARGV[5] .. ':' .. ARGV[6])
local left, least, most = math.max(0, free()), tonumber(ARGV[7]), tonumber(ARGV[8])
local given = left >= least and math.min(left, most) or left
if least > 0 and given > 0 then
  granted, sequence = granted + given, sequence + 1
  redis.call('HSET', slices, root, text(granted) .. ':' .. text(sequence))
end
local ttl = redis.call('PTTL', key)
if ttl > 0 then redis.call('PEXPIRE', slices, ttl) end
local others = {}
if given < least then
  local all = redis.call('HGETALL', slices)
  for i = 1, #all, 2 do
    if all[i] ~= root and #others < 64 and tonumber(string.match(all[i + 1], '^(-?%d+):')) > 0 then
      others[#others + 1] = all[i]
    end
  end
end
return {'given', text(granted), text(sequence), text(free()), others}
