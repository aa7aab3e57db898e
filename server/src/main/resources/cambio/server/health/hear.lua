-- The notes of other routers that were left after a moment.
-- ARGV: prefix of all keys, router, the moment, how many notes at most.
-- Gives the next moment, '1' where there are more, then router, subject and bytes of each note.
local notes, numbers = KEYS[1], ARGV[1] .. 'numbers'
-- Numbers stay texts: as Lua writes them they would lose their last digits.
local router, since, most = ARGV[2], ARGV[3], tonumber(ARGV[4])
if tonumber(since) > tonumber(redis.call('GET', ARGV[1] .. 'last') or '0') then
  since = '0'
end
local found = redis.call('ZRANGEBYSCORE', numbers, '(' .. since, '+inf', 'WITHSCORES', 'LIMIT', 0, most)
local answer = {since, #found == 2 * most and '1' or '0'}
for i = 1, #found, 2 do
  local from, subject = string.match(found[i], '^(%S+) (.*)$')
  answer[1] = found[i + 1]
  local bytes = from ~= router and redis.call('HGET', notes, found[i])
  if bytes then
    answer[#answer + 1] = from
    answer[#answer + 1] = subject
    answer[#answer + 1] = bytes
  end
end
return answer
