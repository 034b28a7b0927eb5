-- Beats of these people's playbacks are in PostgreSQL, and what was watched in them: a line for each person, as often as there are
-- playbacks name, copy, how many, last number; name, copy, how many.
local function confirm(hash, name, fields, copy, beats, seq)
  local value = redis.call('HGET', hash, name)
  local one = value and cmsgpack.unpack(value)
  if not one or one[fields.copy] ~= copy then return end
  one[fields.kept] = math.max(one[fields.kept], tonumber(beats))
  if seq then one[fields.kept_seq] = math.max(one[fields.kept_seq], tonumber(seq)) end
  redis.call('HSET', hash, name, cmsgpack.pack(one))
end

local i = 0
for line in string.gmatch(ARGV[1], '[^\n]+') do
  i = i + 1
  for playback, copy, beats, seq, watching, record, credits in string.gmatch(line, string.rep('(%S+) ', 7)) do
    confirm(KEYS[i], 'p:' .. playback, P, copy, beats, seq)
    confirm(KEYS[i], 'w:' .. watching, W, record, credits)
  end
end
return ''
