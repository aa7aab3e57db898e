-- What calls under way hold of a budget. ARGV: prefix, counter
return {redis.call('HGET', prefix .. 'spend:' .. ARGV[2], 'h') or '0'}
