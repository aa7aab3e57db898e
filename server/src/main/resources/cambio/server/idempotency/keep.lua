-- Ends a claim with an answer. ARGV: generation, digest, life in ms, answer. A claim that was lost is made again; an
-- answer that is there already is this call's own, told twice.
local owner = redis.call('HGET', KEYS[1], 'g')
if owner and owner ~= ARGV[1] then return 0 end
redis.call('HSETNX', KEYS[1], 'd', ARGV[2])
redis.call('HSET', KEYS[1], 'g', ARGV[1], 'u', '0', 'a', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
