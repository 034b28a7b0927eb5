-- A copy of a playback out of PostgreSQL, unless PostgreSQL moved on since it was asked for (`v` was another then). What was
-- credited here and is not yet in PostgreSQL stays.
local hash, server, seen = KEYS[1], ARGV[1], ARGV[2]
local playback, watching, login = 'p:' .. ARGV[3], 'w:' .. ARGV[4], 'l:' .. ARGV[5]
local p, w = cjson.decode(ARGV[7]), cjson.decode(ARGV[8])

local got = redis.call('HMGET', hash, playback, watching, 'v', 'h')
if is_held(got[4]) then return { 'held' } end
if (got[3] or '') ~= seen then return { 'moved' } end
local version = server .. HERE .. seen
local old = got[1] and cmsgpack.unpack(got[1])
local had = got[2] and cmsgpack.unpack(got[2])

p[P.version], w[W.version] = version, version
w[W.parts] = parts_of(w[W.parts], math.huge)
p[P.beats], p[P.kept], p[P.kept_seq] = 0, 0, p[P.last_seq]
if old and old[P.beats] > old[P.kept] then
  for _, field in ipairs({ P.expires, P.last_seq, P.cut, P.repeats, P.seen }) do p[field] = math.max(p[field], old[field]) end
  if p[P.pv] == old[P.pv] then p[P.credit_rate] = old[P.credit_rate] end
  p[P.beats], p[P.kept_seq] = old[P.beats] - old[P.kept], math.max(old[P.kept_seq], p[P.kept_seq])
end
-- Another playback of the same video may have been credited with it. What is in PostgreSQL already may since have been
-- changed there by a teacher: only what is not is added.
if had and had[W.beats] > had[W.kept] then
  local parts = union(w[W.parts], had[W.parts])
  if length(parts) > w[W.ms] then
    w[W.parts] = parts
    measure(w, p[P.duration])
  end
  w[W.credited] = math.max(w[W.credited], had[W.credited])
  w[W.done_at], w[W.beats] = had[W.done_at], had[W.beats] - had[W.kept]
  if had[W.seen] > w[W.seen] then w[W.position], w[W.seen] = had[W.position], had[W.seen] end
end
redis.call('HSET', hash, playback, cmsgpack.pack(p), watching, cmsgpack.pack(w))
if ARGV[5] ~= '' then redis.call('HSET', hash, login, cmsgpack.pack({ version, tonumber(ARGV[6]) })) end
redis.call('PEXPIRE', hash, KEEP_MS)
return { 'ok' }
