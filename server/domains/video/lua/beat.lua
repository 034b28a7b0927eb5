-- Heartbeats, those of one moment together: KEYS whose they are, ARGV[1] the server, ARGV[2] a line for each, its fields with
-- spaces between them, `-` where there is none. Answered in the same way, `failed` for what can only be answered by itself.
-- The same questions and the same sums as app.beat_together (0008_watching.sql).
local server = ARGV[1]

local FIELDS = '^' .. string.rep('(%S+) ', 9) .. '(%S+)$'

local function decide(hash, line)
  local playback, watching, login, pv, at, live, place, claimed, clock, seq = string.match(line, FIELDS)
  local by = login
  playback, watching, login = 'p:' .. playback, 'w:' .. watching, 'l:' .. login
  pv, at, live = tonumber(pv), tonumber(at), tonumber(live)
  place, clock, seq = tonumber(place), tonumber(clock), tonumber(seq)

  local got = redis.call('HMGET', hash, playback, watching, login, 'v', 'h')
  local version = server .. HERE .. (got[4] or '')
  local p = got[1] and cmsgpack.unpack(got[1])
  local w = got[2] and cmsgpack.unpack(got[2])
  local l = got[3] and cmsgpack.unpack(got[3])
  local is_signed_in = by == '-' or (l and l[1] == version and l[2] > at)
  if not (p and w and is_signed_in and p[P.version] == version and w[W.version] == version) then
    if is_held(got[5]) then return 'held' end
    return 'copy ' .. (got[4] or '')
  end
  if p[P.pv] ~= pv then return 'policy_changed' end
  if p[P.expires] <= at then return 'session_inactive expired' end

  local cut = 0
  local is_repeat = seq ~= nil and seq <= p[P.last_seq]
  if not is_repeat then
    local rate = p[P.credit_rate]
    local upto = at
    if clock then upto = math.min(upto, p[P.started] + clock * 1000) end
    if p[P.paused] then upto = math.min(upto, p[P.paused]) end
    local since = math.max(p[P.credit_from], w[W.credited], upto - UNHEARD_US)
    -- Whole microseconds first: added after the division, the sum of two rounded numbers is not that of PostgreSQL.
    local allowed = rounded(math.max(0, (upto - since + GRACE_MS * 1000) / 1000 * rate))
    local gained = minus(parts_of(claimed, p[P.duration]), w[W.parts])
    local gained_ms = length(gained)
    if gained_ms > allowed then
      cut = gained_ms - allowed
      gained = first(gained, allowed)
      gained_ms = allowed
    end
    if gained_ms > 0 then
      w[W.parts] = union(w[W.parts], gained)
      measure(w, p[P.duration])
    end
    if w[W.share] == 1 or w[W.ms] * 100 >= p[P.duration] * p[P.required] then
      w[W.done] = true
      if w[W.done_at] == 0 then w[W.done_at] = at end
    end
    if place then w[W.position] = math.floor(place / 1000) end
    w[W.credited] = math.max(upto, since + rounded(gained_ms / rate * 1000))
    w[W.seen] = at
    w[W.beats] = w[W.beats] + 1
  end

  -- Once a minute: whatever copied it did the same.
  if math.floor(at / 60000000) ~= math.floor(p[P.seen] / 60000000) then redis.call('PEXPIRE', hash, KEEP_MS) end
  p[P.seen] = at
  p[P.expires] = at + live * 1000000
  p[P.credit_rate] = p[P.max_rate]
  if seq and seq > p[P.last_seq] then p[P.last_seq] = seq end
  p[P.cut] = p[P.cut] + cut
  if is_repeat then p[P.repeats] = p[P.repeats] + 1 end
  p[P.beats] = p[P.beats] + 1
  if is_repeat then
    redis.call('HSET', hash, playback, cmsgpack.pack(p))
  else
    redis.call('HSET', hash, playback, cmsgpack.pack(p), watching, cmsgpack.pack(w))
  end
  return string.format('ok %d %.17g %d %d %d %s %d %d %d %d', math.floor(p[P.expires] / 1000000), w[W.share], w[W.done] and 1 or 0,
    w[W.reached], cut, p[P.state], p[P.cut], p[P.repeats], is_repeat and 1 or 0, p[P.kept_seq])
end

-- By itself its error is told as it is: READONLY, or a bug.
if #KEYS == 1 then return decide(KEYS[1], ARGV[2]) end
local replies = {}
for line in string.gmatch(ARGV[2], '[^\n]+') do
  local i = #replies + 1
  local ok, reply = pcall(decide, KEYS[i], line)
  replies[i] = ok and reply or 'failed'
end
return table.concat(replies, '\n')
