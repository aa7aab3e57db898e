-- Leases that are there, those first that end first. ARGV: prefix, how many
return redis.call('ZRANGE', leases, 0, tonumber(ARGV[2]) - 1)
