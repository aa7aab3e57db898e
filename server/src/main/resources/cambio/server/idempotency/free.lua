-- Ends a claim without an answer. ARGV: generation
local known = redis.call('HMGET', KEYS[1], 'g', 'a')
if known[1] == ARGV[1] and not known[2] then redis.call('DEL', KEYS[1]) end
return 0
