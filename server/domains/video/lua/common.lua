-- All of one person lies in one hash, so that every script touches one key (and one slot of a cluster):
--   p:<playback>  a playback    w:<video>:<enrollment>  what was watched    l:<login>  a login, until when it lasts
--   v  moves whenever PostgreSQL moved on: what was copied under another v is copied again
--   h  who is changing playbacks in PostgreSQL right now, and until when at most: nothing is copied meanwhile
-- HERE, which run of which server this is, stands before this where that may change from one call to the next (a cluster).
-- A copy also names the server that it was copied to: one that came back from a disk or a replica is not believed.
-- Times are microseconds since 1970, intervals flat lists of milliseconds (from, to, from, to) in order and apart.
local GRACE_MS = 3000
local UNHEARD_US = 15 * 60 * 1000000
local KEEP_MS = 3 * 3600 * 1000

-- Fields of a playback and of what was watched.
local P = { version = 1, watching = 2, pv = 3, expires = 4, credit_rate = 5, max_rate = 6, duration = 7, required = 8,
  credit_from = 9, last_seq = 10, started = 11, paused = 12, state = 13, cut = 14, repeats = 15, seen = 16, beats = 17,
  kept = 18, kept_seq = 19, copy = 20 }
local W = { version = 1, parts = 2, ms = 3, share = 4, reached = 5, done = 6, credited = 7, position = 8, seen = 9, done_at = 10,
  beats = 11, kept = 12, copy = 13 }

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function is_held(holds)
  if not holds then return false end
  local now = now_ms()
  for ends in string.gmatch(holds, '=(%d+);') do
    if tonumber(ends) > now then return true end
  end
  return false
end

-- As PostgreSQL rounds a double to an integer: the half to the even one.
local function rounded(x)
  local low = math.floor(x)
  local rest = x - low
  if rest > 0.5 or (rest == 0.5 and low % 2 == 1) then return low + 1 end
  return low
end

local function union(a, b)
  local out, n, i, j, na, nb = {}, 0, 1, 1, #a, #b
  while i < na or j < nb do
    local from, to
    if j > nb or (i < na and a[i] <= b[j]) then
      from, to, i = a[i], a[i + 1], i + 2
    else
      from, to, j = b[j], b[j + 1], j + 2
    end
    if n > 0 and from <= out[n] then
      if to > out[n] then out[n] = to end
    else
      out[n + 1], out[n + 2], n = from, to, n + 2
    end
  end
  return out
end

local function minus(a, b)
  local out, n, j, nb = {}, 0, 1, #b
  for i = 1, #a, 2 do
    local from, to = a[i], a[i + 1]
    while j < nb and b[j + 1] <= from do j = j + 2 end
    local k = j
    while k < nb and b[k] < to do
      if b[k] > from then out[n + 1], out[n + 2], n = from, b[k], n + 2 end
      if b[k + 1] > from then from = b[k + 1] end
      k = k + 2
    end
    if from < to then out[n + 1], out[n + 2], n = from, to, n + 2 end
  end
  return out
end

local function length(a)
  local sum = 0
  for i = 1, #a, 2 do sum = sum + a[i + 1] - a[i] end
  return sum
end

-- As many of the milliseconds as fit, in the order of the video.
local function first(a, ms)
  local out, n = {}, 0
  for i = 1, #a, 2 do
    if ms <= 0 then break end
    local to = math.min(a[i + 1], a[i] + ms)
    out[n + 1], out[n + 2], n = a[i], to, n + 2
    ms = ms - (to - a[i])
  end
  return out
end

-- How far the video was watched from its start, jumps of up to the grace aside.
local function reached(a)
  if #a == 0 or a[1] > GRACE_MS then return 0 end
  local upto = a[2]
  for i = 3, #a, 2 do
    if a[i] > upto + GRACE_MS then break end
    upto = a[i + 1]
  end
  return upto
end

-- From what PostgreSQL reads and writes as a multirange: any order, any overlap.
local function parts_of(text, limit)
  local found = {}
  for from, to in string.gmatch(text, '%[(%d+),(%d+)%)') do
    from, to = tonumber(from), math.min(tonumber(to), limit)
    if from < to then found[#found + 1] = { from, to } end
  end
  if #found > 1 then table.sort(found, function(a, b) return a[1] < b[1] end) end
  local out, n = {}, 0
  for _, one in ipairs(found) do
    if n > 0 and one[1] <= out[n] then
      if one[2] > out[n] then out[n] = one[2] end
    else
      out[n + 1], out[n + 2], n = one[1], one[2], n + 2
    end
  end
  return out
end

local function text_of(a)
  local pieces = {}
  for i = 1, #a, 2 do pieces[#pieces + 1] = string.format('[%.0f,%.0f)', a[i], a[i + 1]) end
  return '{' .. table.concat(pieces, ',') .. '}'
end

local function share_of(ms, duration)
  if duration - ms <= math.min(1000, math.floor(duration / 100)) then return 1 end
  return ms / duration
end

local function measure(w, duration)
  w[W.ms] = length(w[W.parts])
  w[W.share] = share_of(w[W.ms], duration)
  w[W.reached] = math.floor(reached(w[W.parts]) / 1000)
end

local function move(hash, version)
  if redis.call('EXISTS', hash) == 0 then
    redis.call('HSET', hash, 'v', version)
    redis.call('PEXPIRE', hash, 60000)
  else
    redis.call('HSET', hash, 'v', version)
  end
end
