-- Holds all or nothing; with mode 'more' it adds to a lease that is there, and with 'again' it takes one that was
-- forgotten, whose cost the ledger may have by now. The choice of the level is
-- LevelChoice.java's, the paces are Gcra.java's.
-- ARGV: prefix, lease, ttl ms, mode, patient, pools may be asked, levels (count; fit and amount each),
-- budgets (count; counter, pooled, limit each), rates (count; counter, kind r|t|c, limit, burst, units each)
local id, ttl, mode = ARGV[2], tonumber(ARGV[3]), ARGV[4]
local patient, ask_pools = ARGV[5] == '1', ARGV[6] == '1'
local at = 7
local function take()
  at = at + 1
  return ARGV[at - 1]
end
local levels, budgets, rates = {}, {}, {}
for i = 1, tonumber(take()) do levels[i] = {fit = take(), amount = tonumber(take())} end
for i = 1, tonumber(take()) do budgets[i] = {name = take(), pooled = take() == '1', limit = tonumber(take())} end
for i = 1, tonumber(take()) do
  rates[i] = {name = take(), kind = take(), limit = tonumber(take()), burst = tonumber(take()), units = tonumber(take())}
end

local now, run = now_micros(), run_id()
local known = redis.call('HGET', lease_hash, id)
if mode == 'more' and not known then
  return {'unknown'}
end

local untrusted = {}
for i, b in ipairs(budgets) do
  b.key = prefix .. 'spend:' .. b.name
  local c = redis.call('HMGET', b.key, 'e', 'b', 'i', 's', 'h', 'g', 'q')
  if c[1] ~= run or not c[3] or c[3] == '' then
    untrusted[#untrusted + 1] = b.name
  else
    b.birth, b.loading, b.held, b.granted, b.sequence = c[2], c[3], tonumber(c[5]), c[6] or '0', c[7] or '0'
    if b.pooled then b.limit = tonumber(b.granted) end
    b.free = b.limit - tonumber(c[4]) - b.held
    b.growing = b.pooled and ask_pools
  end
end

local function pace(r)
  r.interval = 60000000 / r.limit
  r.capacity = r.interval * r.burst
  r.base = math.max(tonumber(redis.call('GET', prefix .. 'rate:' .. r.name) or '0'), now)
end

local function reading(r, arrival)
  return {text(math.max(0, math.floor((r.capacity - (arrival - now)) / r.interval + 0.000001))), text(math.ceil(arrival - now))}
end

local function slots(r)
  local count = tonumber(redis.call('GET', prefix .. 'slots:' .. r.name) or '0')
  return math.max(0, r.limit - count)
end

local function granted(level, readings)
  local left = {}
  for i, b in ipairs(budgets) do left[i] = b.free and text(b.free) or '0' end
  return {'granted', tostring(level), left, readings, expired(8)}
end

if mode ~= 'more' and known then
  local readings = {}
  for i, r in ipairs(rates) do
    if r.kind == 'c' then
      readings[i] = {text(slots(r)), '0'}
    else
      pace(r)
      readings[i] = reading(r, r.base)
    end
  end
  return granted(cjson.decode(known).l, readings)
end
if #untrusted > 0 then
  return {'rebuild', generation(), untrusted}
end

-- Rates: refuse with the longest wait.
local worst, wait = 0, 0
for i, r in ipairs(rates) do
  local early
  if r.kind == 'c' then
    early = slots(r) >= r.units and 0 or 1000000
  else
    pace(r)
    r.next = r.base + r.interval * math.min(r.units, r.burst)
    early = math.ceil(r.next - r.capacity - now)
  end
  if early > wait then worst, wait = i, early end
end
if worst > 0 then
  local r = rates[worst]
  local remaining = r.kind == 'c' and {text(slots(r)), '0'} or reading(r, r.base)
  return {'slow', tostring(worst - 1), remaining, text(wait), expired(8)}
end

-- Budgets: the first level that fits all.
local function tightest(level, growing)
  local found
  for i, b in ipairs(budgets) do
    local free = level.fit == 'MODEST' and math.floor(b.free / 4) or b.free
    if b.growing == growing and level.amount > free and (not found or b.free < budgets[found].free) then found = i end
  end
  return found
end
local function waits(level)
  for _, b in ipairs(budgets) do
    if level.amount > b.free + b.held then return false end
  end
  return true
end
local function refused(line, held_only)
  return {'refused', tostring(line - 1), text(budgets[line].free), held_only and '1' or '0', expired(8)}
end
local chosen = -1
if #budgets > 0 and #levels > 0 then
  for l, level in ipairs(levels) do
    local fixed = tightest(level, false)
    local growing = not fixed and tightest(level, true)
    if not fixed and not growing then
      chosen = l - 1
      break
    end
    if not fixed and level.fit ~= 'MODEST' then
      local b = budgets[growing]
      return {'slice', tostring(growing - 1), text(level.amount - b.free), b.granted, b.sequence, expired(8)}
    end
    if patient and level.fit == 'WORTH_WAITING' and waits(level) then
      return refused(fixed, true)
    end
  end
  if chosen < 0 then
    local least = 1
    for i, b in ipairs(budgets) do
      if b.free < budgets[least].free then least = i end
    end
    return refused(least, waits(levels[#levels]))
  end
end

-- Nothing refuses: take.
local readings = {}
local lease = known and cjson.decode(known) or {l = chosen, h = {}, r = {}}
for i, r in ipairs(rates) do
  if mode ~= 'more' then
    if r.kind == 'c' then
      redis.call('INCR', prefix .. 'slots:' .. r.name)
      readings[i] = {text(slots(r)), '0'}
    else
      local key = prefix .. 'rate:' .. r.name
      redis.call('SET', key, string.format('%.3f', r.next), 'PX', text(math.ceil((r.next - now) / 1000) + 1))
      readings[i] = reading(r, r.next)
    end
    lease.r[#lease.r + 1] = {r.name, r.kind, text(r.limit), text(math.min(r.units, r.burst))}
  end
end
if chosen >= 0 then
  local amount = text(levels[chosen + 1].amount)
  for _, b in ipairs(budgets) do
    redis.call('HINCRBY', b.key, 'h', amount)
    b.free = b.free - levels[chosen + 1].amount
    local entry
    for _, h in ipairs(lease.h) do
      if h[1] == b.name then entry = h end
    end
    if not entry then
      lease.h[#lease.h + 1] = {b.name, amount, b.birth, mode == 'again' and UNSURE or b.loading}
    elseif entry[3] == b.birth then
      -- Grown over a loading it keeps the older one, which is distrusted.
      entry[2] = text(tonumber(entry[2]) + levels[chosen + 1].amount)
    else
      entry[2], entry[3] = amount, b.birth
    end
  end
end
if ttl > 0 then
  redis.call('HSET', lease_hash, id, cjson.encode(lease))
  redis.call('ZADD', leases, text(math.floor(now / 1000) + ttl), id)
end
return granted(chosen, readings)
