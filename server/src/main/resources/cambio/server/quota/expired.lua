-- ARGV: prefix, how many
return expired(tonumber(ARGV[2]))
