-- The roots that this pool ever gave something to. ARGV: prefix, counter
return redis.call('HKEYS', prefix .. 'slices:' .. ARGV[2])
