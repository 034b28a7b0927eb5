-- Heartbeats, those of one moment together: KEYS whose they are, ARGV[1] the server, then each as its fields with spaces
-- between them, `-` where there is none. Answered one by one in the same way, `failed` for what can only be answered by itself.
-- The same questions and the same sums as app.beat_together (0008_watching.sql).
local server = ARGV[1]

local function decide(hash, said)
  local playback, watching, login = 'p:' .. said[1], 'w:' .. said[2], 'l:' .. said[3]
  local pv, at, live = tonumber(said[4]), tonumber(said[5]), tonumber(said[6])
  local place, claimed, clock, seq = tonumber(said[7]), said[8], tonumber(said[9]), tonumber(said[10])

  local got = redis.call('HMGET', hash, playback, watching, login, 'v', 'h')
  local version = server .. HERE .. (got[4] or '')
  local p = got[1] and cmsgpack.unpack(got[1])
  local w = got[2] and cmsgpack.unpack(got[2])
  local l = got[3] and cmsgpack.unpack(got[3])
  local is_signed_in = said[3] == '-' or (l and l[1] == version and l[2] > at)
  if not (p and w and is_signed_in and p[P.version] == version and w[W.version] == version) then
    if is_held(got[5]) then return { 'held' } end
    return { 'copy', got[4] or '' }
  end
  if p[P.pv] ~= pv then return { 'policy_changed' } end
  if p[P.expires] <= at then return { 'session_inactive', 'expired' } end

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
    redis.call('HSET', hash, watching, cmsgpack.pack(w))
  end

  p[P.seen] = at
  p[P.expires] = at + live * 1000000
  p[P.credit_rate] = p[P.max_rate]
  if seq and seq > p[P.last_seq] then p[P.last_seq] = seq end
  p[P.cut] = p[P.cut] + cut
  if is_repeat then p[P.repeats] = p[P.repeats] + 1 end
  p[P.beats] = p[P.beats] + 1
  redis.call('HSET', hash, playback, cmsgpack.pack(p))
  redis.call('PEXPIRE', hash, KEEP_MS)
  return { 'ok', math.floor(p[P.expires] / 1000000), string.format('%.17g', w[W.share]), w[W.done] and 1 or 0, w[W.reached],
    cut, p[P.state], p[P.cut], p[P.repeats], is_repeat and 1 or 0, p[P.kept_seq] }
end

local function answer(hash, line)
  local said = {}
  for field in string.gmatch(line, '%S+') do said[#said + 1] = field end
  return table.concat(decide(hash, said), ' ')
end

-- By itself its error is told as it is: READONLY, or a bug.
if #KEYS == 1 then return { answer(KEYS[1], ARGV[2]) } end
local replies = {}
for i, hash in ipairs(KEYS) do
  local ok, reply = pcall(answer, hash, ARGV[i + 1])
  replies[i] = ok and reply or 'failed'
end
return replies
