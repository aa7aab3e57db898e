-- Gives leases more time and names those that are gone. ARGV: prefix, ttl ms, leases...
local till, gone = text(math.floor(now_micros() / 1000) + tonumber(ARGV[2])), {}
for i = 3, #ARGV do
  if redis.call('HEXISTS', lease_hash, ARGV[i]) == 1 then
    redis.call('ZADD', leases, till, ARGV[i])
  else
    gone[#gone + 1] = ARGV[i]
  end
end
return gone
