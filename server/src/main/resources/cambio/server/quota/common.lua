-- quota v1, shared by all steps. Keys of one root, all in one slot:
--   {root}:leases      zset  lease id -> when it ends, ms
--   {root}:lease       hash  lease id -> what it holds, as JSON
--   {root}:generation  string, changed whenever a settlement had no lease to count with
--   {root}:changes     counter that loadings and births are numbered from
--   {root}:spend:C     hash  e run id of the store that it was loaded under; b birth; i loading, '' when not
--                            to be trusted; s spent; h held; g and q the slice of a pool and its sequence
--   {root}:slices:C    hash  root -> granted:sequence, where this root is a pool
--   {root}:rate:C      string, the arrival time of a pace, microseconds; {root}:slots:C  what runs
-- KEYS[1] is {root}:leases and ARGV[1] the prefix of all. Amounts are nano-USD; only HINCRBY adds them,
-- for a Lua number is exact to 2^53 only.
local prefix = ARGV[1]
local leases, lease_hash = KEYS[1], prefix .. 'lease'

local function now_micros()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000000 + tonumber(time[2])
end

-- Another process may have lost what this one was told last: after a restart or a fail-over nothing counts
-- before it has been loaded again.
local function run_id()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
end

local function text(number)
  return string.format('%.0f', number)
end

local function change()
  return text(redis.call('INCR', prefix .. 'changes'))
end

local function new_generation()
  local generation = text(now_micros()) .. '-' .. change()
  redis.call('SET', prefix .. 'generation', generation)
  return generation
end

local function generation()
  return redis.call('GET', prefix .. 'generation') or new_generation()
end

local function expired(limit)
  return redis.call('ZRANGEBYSCORE', leases, '-inf', text(now_micros() / 1000), 'LIMIT', 0, limit)
end

-- What stands for the loading of a counter in a lease: its cost is in the sum that was loaded, or nobody knows.
local COUNTED, UNSURE = 'counted', 'unsure'

local function distrust(counter)
  local key = prefix .. 'spend:' .. counter
  if redis.call('EXISTS', key) == 1 then
    redis.call('HSET', key, 'i', '')
  end
end
